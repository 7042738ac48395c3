/** Commands on the cluster's hosts, and the status that hosts report. */
package dev.azurepatroni.verify.host;
