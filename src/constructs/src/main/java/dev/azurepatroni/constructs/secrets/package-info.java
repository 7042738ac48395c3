/** Vault, certificates and the identities that may read them. */
package dev.azurepatroni.constructs.secrets;
