/** Stacks of other teams that reuse the constructs. */
package dev.azurepatroni.examples;
