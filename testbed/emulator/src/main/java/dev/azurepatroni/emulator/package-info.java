/**
 * Emulators for Terraform's providers azurerm, random and tls: the program and its command line.
 */
package dev.azurepatroni.emulator;
