/** Schemas of providers: blocks, attributes and their types. */
package dev.azurepatroni.emulator.schema;
