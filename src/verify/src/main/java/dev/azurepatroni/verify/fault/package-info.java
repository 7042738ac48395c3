/** The loop that injects a fault while clients write, and its result. */
package dev.azurepatroni.verify.fault;
