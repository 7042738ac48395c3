/** The resource types of virtual machines and disks. */
package dev.azurepatroni.emulator.azure.compute;
