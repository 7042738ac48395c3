/** The virtual network: addresses, links between namespaces, security rules. */
package dev.azurepatroni.lab.network;
