/**
 * What a provider's types look like: blocks, attributes and their types, as Terraform's schemas
 * have them.
 */
package dev.azurepatroni.emulator.schema;
