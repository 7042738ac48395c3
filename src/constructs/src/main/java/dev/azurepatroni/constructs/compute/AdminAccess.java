package dev.azurepatroni.constructs.compute;

import dev.azurepatroni.constructs.internal.Preconditions;
import java.util.List;

/**
 * The administrator of a host, who logs in by key only.
 *
 * @param user login name
 * @param publicKeys OpenSSH public keys, one or more
 */
public record AdminAccess(String user, List<String> publicKeys) {
  /**
   * Checks that somebody can log in.
   *
   * @param user login name
   * @param publicKeys OpenSSH public keys, one or more
   * @throws IllegalArgumentException if a part is missing or there is no key
   */
  public AdminAccess {
    Preconditions.of("AdminAccess").require("user", user).require("publicKeys", publicKeys).check();
    publicKeys = List.copyOf(publicKeys);
    if (publicKeys.isEmpty()) {
      throw new IllegalArgumentException("AdminAccess: publicKeys is empty; give one or more");
    }
  }
}
