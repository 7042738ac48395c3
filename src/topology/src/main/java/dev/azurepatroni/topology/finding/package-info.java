/** Findings about a specification, collected and reported together. */
package dev.azurepatroni.topology.finding;
