/** The VM behind a request: its identities, and the log of its requests. */
package dev.azurepatroni.lab.platform.caller;
