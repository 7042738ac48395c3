/** The stack-file reference and its JSON Schema, both made from the records a file is read into. */
package dev.azurepatroni.app.reference;
