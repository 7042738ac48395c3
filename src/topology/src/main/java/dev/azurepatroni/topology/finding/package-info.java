/** What a person is told about a specification: values, collected and reported together. */
package dev.azurepatroni.topology.finding;
