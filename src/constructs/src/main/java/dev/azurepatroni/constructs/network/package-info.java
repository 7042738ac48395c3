/** Subnets, firewall and load balancers. */
package dev.azurepatroni.constructs.network;
