/** The secrets of a cluster by name, and which host reads which. */
package dev.azurepatroni.topology.secret;
