/**
 * Values of Terraform's type system, known or not yet known, and the two forms in which they
 * travel.
 */
package dev.azurepatroni.emulator.value;
