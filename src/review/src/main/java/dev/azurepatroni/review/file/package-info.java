/** Files that a synthesis or Terraform wrote. */
package dev.azurepatroni.review.file;
