/** Calculated budgets: connections, and the write outage of each fault. */
package dev.azurepatroni.topology.budget;
