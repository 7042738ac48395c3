/** Blob storage: the accounts that are deployed, with the requests that pgBackRest sends. */
package dev.azurepatroni.lab.platform.blob;
