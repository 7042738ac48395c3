/** Strict reading of stack files: every problem is a finding with a place, none an exception. */
package dev.azurepatroni.app.yaml;
