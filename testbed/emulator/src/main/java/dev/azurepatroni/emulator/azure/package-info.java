/** The emulator for Azure: its resource types as tables, what it computes, refuses and keeps. */
package dev.azurepatroni.emulator.azure;
