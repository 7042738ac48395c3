/** What a plan of Terraform does, from {@code terraform show -json}. */
package dev.azurepatroni.review.plan;
