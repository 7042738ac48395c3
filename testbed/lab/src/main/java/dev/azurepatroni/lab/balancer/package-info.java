/** Load balancers: probes, and new flows to healthy backends. */
package dev.azurepatroni.lab.balancer;
