/**
 * A cluster as a diagram: zones, hosts, addresses, votes, load balancers and what flows between.
 */
package dev.azurepatroni.app.diagram;
