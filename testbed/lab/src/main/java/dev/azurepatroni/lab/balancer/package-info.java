/** Load balancers: probes, and new flows to whoever answers them. */
package dev.azurepatroni.lab.balancer;
