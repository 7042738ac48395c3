/** What somebody changed past Terraform. */
package dev.azurepatroni.review.drift;
