/** Virtual machines. */
package dev.azurepatroni.constructs.compute;
