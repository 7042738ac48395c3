/** The resource types of networks, addresses, security groups and load balancers. */
package dev.azurepatroni.emulator.azure.network;
