package dev.azurepatroni.lab.drill;

import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.inventory.Item;
import dev.azurepatroni.verify.deployment.Deployment;
import dev.azurepatroni.verify.deployment.Outputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The stack that a lab boots: where its clients connect, and as whom. */
final class DrilledStack {
  private final Lab lab;
  private final Deployment deployment;

  /**
   * The one stack that is deployed there.
   *
   * @throws IOException if none is, or several are
   */
  DrilledStack(Lab lab) throws IOException {
    this.lab = lab;
    this.deployment = Outputs.read(state(lab));
  }

  Deployment deployment() {
    return deployment;
  }

  private static Path state(Lab lab) throws IOException {
    try (var files = Files.newDirectoryStream(lab.folder().standin(), "terraform.*.tfstate")) {
      List<Path> states = new ArrayList<>();
      files.forEach(states::add);
      if (states.size() == 1) {
        return states.get(0);
      }
      throw new IOException(
          "there are %d states in %s, and a drill needs one deployed stack"
              .formatted(states.size(), lab.folder().standin()));
    }
  }

  /** As whom clients connect; the authority is written to the lab's folder. */
  Clients.Credentials credentials() throws IOException {
    Path authority = lab.folder().lab().resolve("ca.pem");
    Files.writeString(authority, secret("-ca-certificate"));
    return new Clients.Credentials(authority, secret("-application-password").strip());
  }

  private String secret(String end) throws IOException {
    return lab.inventory().ofType("azurerm_key_vault_secret").stream()
        .filter(it -> it.name().endsWith(end))
        .map(DrilledStack::value)
        .findFirst()
        .orElseThrow(() -> new IOException("the vault has no secret that ends in " + end));
  }

  private static String value(Item secret) {
    return secret.hidden().get("value");
  }
}
