/** The CDK for Terraform app: stack files in, Terraform JSON out. */
package dev.azurepatroni.app;
