/** The loop that injects a fault while clients write, and what the clients saw. */
package dev.azurepatroni.verify.fault;
