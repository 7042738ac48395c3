/** A PostgreSQL cluster, its nodes and its etcd members, created and connected. */
package dev.azurepatroni.constructs.cluster;
