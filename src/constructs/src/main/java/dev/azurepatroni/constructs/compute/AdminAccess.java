package dev.azurepatroni.constructs.compute;

import dev.azurepatroni.constructs.internal.Required;
import java.util.List;

/**
 * Who may log in, by key only.
 *
 * @param user login name
 * @param publicKeys OpenSSH public keys, one or more
 */
public record AdminAccess(String user, List<String> publicKeys) {
  /**
   * Refuses what would leave nobody able to log in.
   *
   * @param user login name
   * @param publicKeys OpenSSH public keys, one or more
   */
  public AdminAccess {
    Required.in("AdminAccess").value("user", user).value("publicKeys", publicKeys).check();
    publicKeys = List.copyOf(publicKeys);
    if (publicKeys.isEmpty()) {
      throw new IllegalArgumentException("AdminAccess: publicKeys is empty; give one or more");
    }
  }
}
