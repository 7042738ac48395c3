/**
 * Terraform's plugin protocol: requests decoded by schema, given to a provider's types, and
 * answered.
 */
package dev.azurepatroni.emulator.plugin;
