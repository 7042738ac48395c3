/** Where the backups of a cluster are stored, and which hosts may write and read them. */
package dev.azurepatroni.constructs.backup;
