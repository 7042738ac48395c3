/**
 * Emulators for Terraform's providers azurerm, random and tls: the program and how it is started.
 */
package dev.azurepatroni.emulator;
