package dev.azurepatroni.verify.client;

import java.nio.file.Path;

/**
 * The role that a client connects as, and the authority that it trusts.
 *
 * @param database its database
 * @param user its role
 * @param password the role's
 * @param authority file with the certificate authority that has to have signed the server's
 *     certificate
 */
public record Access(String database, String user, String password, Path authority) {
  /** Without the password. */
  @Override
  public String toString() {
    return "%s at %s, trusting %s".formatted(user, database, authority);
  }
}
