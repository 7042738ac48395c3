/** The vaults, with their firewalls, rights and errors. */
package dev.azurepatroni.lab.platform.vault;
