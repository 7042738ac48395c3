/** Changes that were made outside Terraform. */
package dev.azurepatroni.review.drift;
