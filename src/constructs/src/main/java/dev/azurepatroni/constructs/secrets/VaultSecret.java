package dev.azurepatroni.constructs.secrets;

/**
 * A secret in the vault.
 *
 * @param name in the vault
 * @param scope Azure's id without a version, for role assignments
 */
public record VaultSecret(String name, String scope) {}
