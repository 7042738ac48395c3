/** Hosts that a plan stops: which, why, and whether together they are too many. */
package dev.azurepatroni.review.stops;
