/** Worked-out promises: how many connections there are, and how long a fault lasts. */
package dev.azurepatroni.topology.budget;
