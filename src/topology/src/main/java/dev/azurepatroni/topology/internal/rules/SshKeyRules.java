package dev.azurepatroni.topology.internal.rules;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.spec.SshSpec;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What Azure takes as an administrator's login and key; the key is decoded, not just looked at. */
public final class SshKeyRules {
  private static final int LEAST_RSA_BITS = 2048;

  /** Names that Azure refuses, from the documentation of azurerm_linux_virtual_machine's user. */
  private static final Set<String> REFUSED_USERS =
      Set.of("admin", "administrator", "backup", "console", "guest", "root", "sys", "test", "user");

  private SshKeyRules() {}

  /**
   * Checks the login.
   *
   * @param ssh login name and keys
   * @param findings where breaches go
   */
  public static void check(SshSpec ssh, Findings findings) {
    if (REFUSED_USERS.contains(ssh.user())) {
      findings.error("ssh.user", ssh.user(), "Azure refuses this login name", "write azureuser");
    }
    List<String> keys = ssh.publicKeys();
    for (int i = 0; i < keys.size(); i++) {
      String path = "ssh.publicKeys[" + i + "]";
      String key = keys.get(i);
      problem(key)
          .ifPresent(
              problem ->
                  findings.error(
                      path,
                      shortened(key),
                      problem,
                      "paste one line of a .pub file: ssh-ed25519, or ssh-rsa of 2048 bits"));
    }
  }

  private static Optional<String> problem(String key) {
    if (key.contains("PRIVATE KEY")) {
      return Optional.of("is a private key; only public keys are allowed");
    }
    if (key.strip().lines().count() > 1) {
      return Optional.of("has more than one line; write each key as a list item of its own");
    }
    String[] parts = key.strip().split("\\s+", 3);
    if (parts.length < 2 || !Set.of("ssh-ed25519", "ssh-rsa").contains(parts[0])) {
      return Optional.of("is not an OpenSSH public key of a type that Azure accepts");
    }
    try {
      ByteBuffer blob = ByteBuffer.wrap(Base64.getDecoder().decode(parts[1]));
      if (!parts[0].equals(new String(field(blob), StandardCharsets.US_ASCII))) {
        return Optional.of("starts with " + parts[0] + " but contains a key of another type");
      }
      return parts[0].equals("ssh-rsa") ? rsaProblem(blob) : ed25519Problem(blob);
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      return Optional.of("is truncated or damaged");
    }
  }

  private static Optional<String> rsaProblem(ByteBuffer blob) {
    field(blob);
    int bits = new BigInteger(1, field(blob)).bitLength();
    return bits < LEAST_RSA_BITS
        ? Optional.of("is an RSA key of %d bits; Azure requires 2048 or more".formatted(bits))
        : Optional.empty();
  }

  private static Optional<String> ed25519Problem(ByteBuffer blob) {
    return field(blob).length == 32 && !blob.hasRemaining()
        ? Optional.empty()
        : Optional.of("is truncated or damaged");
  }

  private static byte[] field(ByteBuffer blob) {
    int length = blob.getInt();
    if (length < 0 || length > blob.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] field = new byte[length];
    blob.get(field);
    return field;
  }

  private static String shortened(String key) {
    if (key.contains("PRIVATE KEY")) {
      return "(not repeated here)";
    }
    return key.length() <= 40 ? key : key.substring(0, 37) + "...";
  }
}
