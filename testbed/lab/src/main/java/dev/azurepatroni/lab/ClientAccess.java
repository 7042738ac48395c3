package dev.azurepatroni.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * As whom clients in the lab's network connect.
 *
 * @param authority the vault's certificate authority, as a file
 * @param password the application's
 */
public record ClientAccess(Path authority, String password) {
  private static final String SECRET = "azurerm_key_vault_secret";

  /**
   * What the vault of the deployed stack says; the authority is written to the lab's folder.
   *
   * @throws IOException if nothing was deployed, or the vault lacks one of both
   */
  public static ClientAccess of(Lab lab) throws IOException {
    Path authority = lab.folder().lab().resolve("ca.pem");
    Files.writeString(authority, secret(lab, "-ca-certificate"));
    return new ClientAccess(authority, secret(lab, "-application-password").strip());
  }

  private static String secret(Lab lab, String end) throws IOException {
    return lab.inventory().ofType(SECRET).stream()
        .filter(secret -> secret.name().endsWith(end))
        .map(secret -> secret.sensitive().get("value"))
        .findFirst()
        .orElseThrow(() -> new IOException("the vault has no secret that ends in " + end));
  }

  /** Contains no password. */
  @Override
  public String toString() {
    return "trusting " + authority;
  }
}
