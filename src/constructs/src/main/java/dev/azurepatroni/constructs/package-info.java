/**
 * The construct library: a two-zone Patroni cluster as Azure resources. {@link
 * dev.azurepatroni.constructs.cluster.PatroniCluster} puts all of it together; each part can be
 * used alone.
 */
package dev.azurepatroni.constructs;
