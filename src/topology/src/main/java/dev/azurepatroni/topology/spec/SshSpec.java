package dev.azurepatroni.topology.spec;

import static dev.azurepatroni.topology.spec.Defaults.list;
import static dev.azurepatroni.topology.spec.Defaults.or;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * The administrator's login; passwords are never accepted.
 *
 * @param user login name
 * @param publicKeys who may log in; empty: a key is generated into the vault
 */
@RecordBuilder
public record SshSpec(
    @Setting(
            value = "Login name.",
            pattern = "[a-z_][a-z0-9_-]{0,31}",
            patternMeans =
                "a Linux user name: 1 to 32 lower-case letters, digits, dashes and underscores,"
                    + " starting with a letter or underscore",
            example = "azureuser")
        String user,
    @Setting(
            value = "OpenSSH public keys, `ssh-ed25519` or `ssh-rsa` of 2048 bits or more.",
            defaultsTo =
                "a key pair that the deployment generates; the private key is in the vault")
        List<String> publicKeys) {

  /**
   * Fills what was left out.
   *
   * @param user login name; azureuser if null
   * @param publicKeys who may log in; empty if null, which means a key is generated into the vault
   */
  public SshSpec {
    user = or(user, "azureuser");
    publicKeys = list(publicKeys);
  }

  /** {@return a builder in which nothing is set} */
  public static SshSpecBuilder builder() {
    return SshSpecBuilder.builder();
  }
}
