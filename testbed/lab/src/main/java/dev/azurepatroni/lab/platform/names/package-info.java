/** The name server. */
package dev.azurepatroni.lab.platform.names;
