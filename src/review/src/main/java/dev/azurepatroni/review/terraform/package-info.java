/** Runs Terraform for a review: a plan of one revision over what another one deploys. */
package dev.azurepatroni.review.terraform;
