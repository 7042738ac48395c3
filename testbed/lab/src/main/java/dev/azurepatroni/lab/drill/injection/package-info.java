/** The faults of drills: which host each one is injected into, and how. */
package dev.azurepatroni.lab.drill.injection;
