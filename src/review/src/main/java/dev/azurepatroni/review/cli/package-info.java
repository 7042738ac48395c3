/** The command line. */
package dev.azurepatroni.review.cli;
