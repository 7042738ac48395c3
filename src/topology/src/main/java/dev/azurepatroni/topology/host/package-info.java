/** The hosts of a cluster, as everything else speaks of them. */
package dev.azurepatroni.topology.host;
