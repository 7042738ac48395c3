/** What remains of the cluster after the loss of a zone. */
package dev.azurepatroni.topology.quorum;
