/** The emulator for hashicorp/random: random passwords that are stored nowhere. */
package dev.azurepatroni.emulator.random;
