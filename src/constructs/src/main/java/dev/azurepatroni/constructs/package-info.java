/**
 * The construct library: a PostgreSQL cluster as Azure resources. {@link
 * dev.azurepatroni.constructs.cluster.PatroniCluster} creates and connects all of them; the
 * constructs of the other packages can be used alone.
 */
package dev.azurepatroni.constructs;
