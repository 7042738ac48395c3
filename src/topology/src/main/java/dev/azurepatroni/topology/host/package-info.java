/** The hosts of a cluster. */
package dev.azurepatroni.topology.host;
