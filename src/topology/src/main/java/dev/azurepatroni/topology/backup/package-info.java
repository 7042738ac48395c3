/** Where the backups of a cluster are, and what they cost in time. */
package dev.azurepatroni.topology.backup;
