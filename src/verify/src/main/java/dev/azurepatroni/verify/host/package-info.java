/** Commands on the cluster's hosts, and what hosts say of themselves. */
package dev.azurepatroni.verify.host;
