/** The list of all checks; a package for each kind. */
package dev.azurepatroni.verify.suite;
