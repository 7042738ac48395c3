/** The checks themselves; {@code Catalogue} lists them. */
package dev.azurepatroni.verify.suite;
