/** Drills: faults that are injected while clients write, and what the clients saw. */
package dev.azurepatroni.lab.drill;
