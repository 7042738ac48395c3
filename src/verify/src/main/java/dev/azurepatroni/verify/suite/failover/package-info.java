/** Checks that fail over while clients write. */
package dev.azurepatroni.verify.suite.failover;
