/**
 * How a resource type of Azure works: behaviour as a table row, carried out against the inventory.
 */
package dev.azurepatroni.emulator.azure.engine;
