/** Commands on the cluster's hosts, and their status. */
package dev.azurepatroni.verify.host;
