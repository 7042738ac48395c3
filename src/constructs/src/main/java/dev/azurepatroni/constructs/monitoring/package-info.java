/** Logs and metrics. */
package dev.azurepatroni.constructs.monitoring;
