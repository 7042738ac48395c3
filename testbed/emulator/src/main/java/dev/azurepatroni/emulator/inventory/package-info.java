/** What exists in the emulator's Azure, and where that is kept. */
package dev.azurepatroni.emulator.inventory;
