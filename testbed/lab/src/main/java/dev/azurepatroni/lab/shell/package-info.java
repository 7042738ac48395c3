/** Programs of this machine. */
package dev.azurepatroni.lab.shell;
