/** The lab: what Terraform deployed to the emulator, booted as hosts of one Linux machine. */
package dev.azurepatroni.lab;
