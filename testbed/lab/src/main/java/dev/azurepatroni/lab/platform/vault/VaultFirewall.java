package dev.azurepatroni.lab.platform.vault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.inventory.Item;
import dev.azurepatroni.lab.platform.caller.CallOrigin;
import java.net.InetAddress;
import java.util.Optional;

/**
 * From where a vault is reached: learn.microsoft.com, "Configure network security for Key Vault".
 */
public final class VaultFirewall {
  private static final String ENDPOINT = "Microsoft.KeyVault";

  private VaultFirewall() {}

  /**
   * Why a call does not get in.
   *
   * @param code of Azure
   * @param message in Azure's words
   * @param clientAddress what the vault saw
   */
  public record Refusal(String code, String message, String clientAddress) {}

  static Optional<Refusal> refusal(Inventory inventory, Vault vault, InetAddress source) {
    CallOrigin origin = CallOrigin.of(inventory, source, ENDPOINT);
    if (vault.item().state().path("public_network_access_enabled").isBoolean()
        && !vault.item().state().path("public_network_access_enabled").asBoolean()) {
      return Optional.of(
          new Refusal(
              "ForbiddenByConnection",
              "Public network access is disabled and request is not from a trusted service nor via"
                  + " an approved private link.",
              origin.shown()));
    }
    for (JsonNode rules : vault.item().blocks("network_acls")) {
      if (!Item.text(rules, "default_action").equalsIgnoreCase("Allow") && !origin.passes(rules)) {
        return Optional.of(
            new Refusal(
                "ForbiddenByFirewall",
                "Client address is not authorized and caller is not a trusted service.",
                origin.shown()));
      }
    }
    return Optional.empty();
  }
}
