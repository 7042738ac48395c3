/** Rules that a specification must satisfy. */
package dev.azurepatroni.topology.internal.rules;
