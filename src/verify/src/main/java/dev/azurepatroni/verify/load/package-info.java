/** Paced load whose latencies count from the moment a query was due. */
package dev.azurepatroni.verify.load;
