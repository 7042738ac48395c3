/** What is left of the cluster when a zone is lost. */
package dev.azurepatroni.topology.quorum;
