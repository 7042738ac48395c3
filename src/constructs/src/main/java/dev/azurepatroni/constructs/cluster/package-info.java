/** The cluster whole: a specification as wired parts. */
package dev.azurepatroni.constructs.cluster;
