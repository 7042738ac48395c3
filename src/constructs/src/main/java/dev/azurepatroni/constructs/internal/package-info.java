/** What the constructs share; no API. */
package dev.azurepatroni.constructs.internal;
