/**
 * The emulator for hashicorp/tls: real keys, requests and certificates, stored in Terraform's state
 * only.
 */
package dev.azurepatroni.emulator.tls;
