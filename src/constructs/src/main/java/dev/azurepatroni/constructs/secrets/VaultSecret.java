package dev.azurepatroni.constructs.secrets;

/**
 * A secret in a vault.
 *
 * @param name in the vault
 * @param scope Azure's id without a version, for role assignments
 */
public record VaultSecret(String name, String scope) {
  /**
   * Lets a host read this secret, and no other of the vault.
   *
   * @param reader identity of the host; a host that is created later waits for the grant
   */
  public void grantRead(HostIdentity reader) {
    reader.addGrant(this);
  }
}
