/** The commands of {@code bin/lab}. */
package dev.azurepatroni.lab.cli;
