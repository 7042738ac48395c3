/** The cluster, its nodes and its etcd members. */
package dev.azurepatroni.constructs.cluster;
