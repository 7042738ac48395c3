/** The resources of the emulated Azure, and their storage. */
package dev.azurepatroni.emulator.inventory;
