/** IPv4 addresses and ranges. */
package dev.azurepatroni.topology.net;
