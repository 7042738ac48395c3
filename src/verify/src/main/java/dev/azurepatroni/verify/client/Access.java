package dev.azurepatroni.verify.client;

import java.nio.file.Path;

/**
 * The role that a client connects as, and the authority that it trusts.
 *
 * @param database its database
 * @param user its role at a pooler
 * @param directUser its role at PostgreSQL itself, with the same password
 * @param password the role's
 * @param authority file with the certificate authority that has to have signed the server's
 *     certificate
 */
public record Access(
    String database, String user, String directUser, String password, Path authority) {
  /** The application of a deployed cluster. */
  public static Access application(String password, Path authority) {
    return new Access("application", "application", "application_direct", password, authority);
  }

  /** The role that connects there. */
  public String user(Endpoint endpoint) {
    return endpoint.direct() ? directUser : user;
  }

  /** The same as another role, at every endpoint. */
  public Access as(String role) {
    return new Access(database, role, role, password, authority);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "%s at %s, trusting %s".formatted(user, database, authority);
  }
}
