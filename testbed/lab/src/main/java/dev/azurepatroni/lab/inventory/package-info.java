/** What Terraform deployed, read from the files of the emulator. */
package dev.azurepatroni.lab.inventory;
