/** Checks of the state of hosts, Patroni, etcd, replication, settings, endpoints and TLS. */
package dev.azurepatroni.verify.suite.status;
