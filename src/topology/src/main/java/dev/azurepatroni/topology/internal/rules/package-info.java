/** What has to hold of a specification. */
package dev.azurepatroni.topology.internal.rules;
