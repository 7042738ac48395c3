/** A PostgreSQL cluster: creates and connects the parts that a specification asks for. */
package dev.azurepatroni.constructs.cluster;
