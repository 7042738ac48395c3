/**
 * Terraform's plugin protocol, version 5: decodes requests, plans and applies by the schema, checks
 * results against the protocol's rules. The only package that uses the protocol's messages.
 */
package dev.azurepatroni.emulator.service;
