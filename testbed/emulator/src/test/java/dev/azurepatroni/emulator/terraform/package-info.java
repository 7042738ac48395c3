/** The real Terraform against the emulators. */
package dev.azurepatroni.emulator.terraform;
