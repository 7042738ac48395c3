/** Stands in for hashicorp/random: passwords that are really random and kept nowhere. */
package dev.azurepatroni.emulator.random;
