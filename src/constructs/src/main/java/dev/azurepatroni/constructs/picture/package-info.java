/**
 * A cluster as a picture: zones, hosts, addresses, votes, load balancers and what flows between.
 */
package dev.azurepatroni.constructs.picture;
