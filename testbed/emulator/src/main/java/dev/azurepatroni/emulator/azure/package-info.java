/** The azurerm emulator: its provider, its data sources and, in the packages below, its types. */
package dev.azurepatroni.emulator.azure;
