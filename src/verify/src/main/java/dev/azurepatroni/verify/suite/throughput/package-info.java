/** Checks of rate and latency under load. */
package dev.azurepatroni.verify.suite.throughput;
