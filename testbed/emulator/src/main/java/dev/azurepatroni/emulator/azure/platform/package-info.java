/** The resource types of resource groups, identities, roles, key vaults and monitoring. */
package dev.azurepatroni.emulator.azure.platform;
