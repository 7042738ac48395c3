package dev.azurepatroni.lab.platform.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.inventory.Item;
import dev.azurepatroni.lab.inventory.LiveInventory;
import dev.azurepatroni.lab.platform.metadata.Tokens;
import dev.azurepatroni.lab.platform.web.Reply;
import dev.azurepatroni.lab.platform.web.Request;
import dev.azurepatroni.lab.platform.web.WebServer;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The vaults, all on one address and distinguished by the host that a client names. Who somebody is
 * comes first, where he calls from second, what he may read third: learn.microsoft.com, "Azure Key
 * Vault REST API error codes", "Get Secret".
 */
public final class VaultEndpoint implements WebServer.Service {
  private static final Pattern SECRET =
      Pattern.compile("/secrets/([0-9A-Za-z-]{1,127})(?:/([0-9A-Za-z]*))?");
  private static final Set<String> VERSIONS =
      Set.of("2016-10-01", "7.0", "7.1", "7.2", "7.3", "7.4", "7.5", "7.6");

  private final LiveInventory live;
  private final VaultTokens tokens;

  /** The endpoint over an inventory. */
  public VaultEndpoint(LiveInventory live, Tokens tokens, Clock clock) {
    this.live = live;
    this.tokens = new VaultTokens(tokens, clock);
  }

  @Override
  public Reply answer(Request request) {
    if (!request.method().equals("GET")) {
      return VaultErrors.reply(405, "MethodNotAllowed", "The lab's vaults are read only.")
          .with("Allow", "GET");
    }
    Inventory inventory = live.current();
    return Vault.all(inventory).stream()
        .filter(vault -> vault.host().equals(request.host()))
        .findFirst()
        .map(vault -> answer(request, inventory, vault))
        .orElseGet(
            () -> VaultErrors.reply(404, "VaultNotFound", "No vault is named " + request.host()));
  }

  private Reply answer(Request request, Inventory inventory, Vault vault) {
    VaultTokens.Answer answer = tokens.check(request, vault);
    if (answer.claims() == null) {
      return VaultErrors.unauthorized(vault, answer.problem());
    }
    Tokens.Claims caller = answer.claims();
    Optional<Reply> outside =
        VaultFirewall.refusal(inventory, vault, request.source())
            .map(refusal -> VaultErrors.firewall(vault, caller, refusal));
    return outside.orElseGet(() -> read(request, inventory, vault, caller));
  }

  private static Reply read(
      Request request, Inventory inventory, Vault vault, Tokens.Claims caller) {
    Optional<String> version = request.query("api-version");
    if (version.isEmpty()) {
      return VaultErrors.reply(400, "BadParameter", "api-version must be specified");
    }
    if (!VERSIONS.contains(version.get())) {
      return VaultErrors.reply(
          400,
          "BadParameter",
          "The specified version (%s) is not recognized.".formatted(version.get()));
    }
    Matcher path = SECRET.matcher(request.rawPath());
    if (!path.matches()) {
      return VaultErrors.reply(404, "NotFound", "The lab's vaults have secrets by name only.");
    }
    String name = path.group(1);
    String resource = vault.item().id() + "/secrets/" + name;
    if (!VaultRights.mayRead(inventory, vault, caller.principal(), resource)) {
      return vault.rbac()
          ? VaultErrors.rbac(vault, caller, resource)
          : VaultErrors.policy(vault, caller);
    }
    String wanted = Optional.ofNullable(path.group(2)).orElse("");
    return inventory.ofType("azurerm_key_vault_secret").stream()
        .filter(secret -> secret.text("key_vault_id").equalsIgnoreCase(vault.item().id()))
        .filter(secret -> secret.name().equalsIgnoreCase(name))
        .filter(secret -> wanted.isEmpty() || secret.text("version").equalsIgnoreCase(wanted))
        .findFirst()
        .map(each -> Reply.json(200, bundle(vault, each)))
        .orElseGet(() -> VaultErrors.noSecret(name, wanted));
  }

  /** What the inventory does not know is left out: when a secret was made, and changed. */
  private static ObjectNode bundle(Vault vault, Item secret) {
    String value = secret.sensitive().get("value");
    if (value == null) {
      throw new IllegalStateException(secret.id() + " has no value");
    }
    ObjectNode bundle =
        JsonNodeFactory.instance.objectNode().put("value", value).put("id", secret.id());
    if (!secret.text("content_type").isEmpty()) {
      bundle.put("contentType", secret.text("content_type"));
    }
    ObjectNode attributes = bundle.putObject("attributes").put("enabled", true);
    putTime(attributes, "nbf", secret.text("not_before_date"));
    putTime(attributes, "exp", secret.text("expiration_date"));
    attributes
        .put("recoveryLevel", vault.recoveryLevel())
        .put("recoverableDays", vault.item().number("soft_delete_retention_days"));
    JsonNode tags = secret.state().path("tags");
    bundle.set("tags", tags.isObject() ? tags : JsonNodeFactory.instance.objectNode());
    return bundle;
  }

  private static void putTime(ObjectNode attributes, String name, String time) {
    if (!time.isEmpty()) {
      attributes.put(name, Instant.parse(time).getEpochSecond());
    }
  }
}
