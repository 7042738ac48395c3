/**
 * Whether the cluster on the hosts is healthy, by the public tools of Patroni, etcd and PostgreSQL.
 */
package dev.azurepatroni.lab.health;
