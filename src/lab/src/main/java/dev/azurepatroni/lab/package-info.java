/** The lab: what Terraform deployed to the stand-in, booted as hosts of one Linux machine. */
package dev.azurepatroni.lab;
