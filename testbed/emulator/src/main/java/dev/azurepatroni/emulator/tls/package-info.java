/**
 * Stands in for hashicorp/tls: real keys, requests and certificates, kept in Terraform's state
 * alone.
 */
package dev.azurepatroni.emulator.tls;
