/** The real Terraform against the stand-ins. */
package dev.azurepatroni.standin.terraform;
