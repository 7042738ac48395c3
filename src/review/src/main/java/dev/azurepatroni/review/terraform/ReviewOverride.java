package dev.azurepatroni.review.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Writes an override file, which Terraform merges with the JSON of a stack, for a review's plan.
 */
public final class ReviewOverride {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String PRINCIPAL = "principal_id";

  /** The identity that runs Terraform. */
  private static final String RUNNER = "${data.azurerm_client_config.";

  private final ObjectNode merged = JSON.objectNode();

  private ReviewOverride() {}

  /**
   * Writes the override of a plan over what is deployed. It lifts {@code prevent_destroy}, because
   * Terraform would fail in place of a plan, and ignores the identity that plans, because another
   * one deploys.
   *
   * @param stack JSON of the stack
   */
  public static ObjectNode overDeployed(JsonNode stack) {
    ReviewOverride override = new ReviewOverride();
    override.resources(stack, false);
    return override.merged;
  }

  /**
   * Writes the override of a plan over the emulator: also a local state, and no waiting for Azure.
   *
   * @param stack JSON of the stack
   */
  static ObjectNode overEmulator(JsonNode stack) {
    ReviewOverride override = new ReviewOverride();
    override.merged.withObject("/terraform/backend/local").put("path", "terraform.tfstate");
    override.resources(stack, true);
    return override.merged;
  }

  private void resources(JsonNode stack, boolean emulated) {
    for (Map.Entry<String, JsonNode> type : stack.path("resource").properties()) {
      for (Map.Entry<String, JsonNode> resource : type.getValue().properties()) {
        ObjectNode own = resource(resource.getValue(), emulated);
        if (!own.isEmpty()) {
          ObjectNode resources = merged.withObject("/resource");
          resources.withObject("/" + type.getKey()).set(resource.getKey(), own);
        }
      }
    }
  }

  private static ObjectNode resource(JsonNode resource, boolean emulated) {
    ObjectNode own = JSON.objectNode();
    if (resource.at("/lifecycle/prevent_destroy").asBoolean()) {
      own.withObject("/lifecycle").put("prevent_destroy", false);
    }
    if (!emulated && resource.path(PRINCIPAL).asText().startsWith(RUNNER)) {
      ArrayNode ignored = own.withObject("/lifecycle").putArray("ignore_changes");
      resource.at("/lifecycle/ignore_changes").forEach(ignored::add);
      ignored.add(PRINCIPAL);
    }
    if (emulated && resource.has("provisioner")) {
      ObjectNode nothing = JSON.objectNode();
      nothing.withObject("/local-exec").put("command", "true");
      own.putArray("provisioner").add(nothing);
    }
    return own;
  }
}
