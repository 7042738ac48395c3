/** What Terraform deployed, read from the files of the stand-in. */
package dev.azurepatroni.lab.inventory;
