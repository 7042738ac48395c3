/**
 * The cluster as plain values: what is decided before Terraform is asked, and the rules it obeys.
 */
package dev.azurepatroni.topology;
