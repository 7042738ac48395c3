package dev.azurepatroni.review.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What stands beside a stack's JSON, which stays as it is, while it is planned for a review:
 * Terraform merges both.
 */
public final class ReviewOverride {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String PRINCIPAL = "principal_id";

  /** Whoever runs Terraform. */
  private static final String RUNNER = "${data.azurerm_client_config.";

  private final ObjectNode merged = JSON.objectNode();

  private ReviewOverride() {}

  /**
   * For a plan over what is deployed. What is protected can be planned away, for a reviewer has to
   * see the whole of it; and who plans takes no role away from who deploys.
   *
   * @param stack JSON of the stack
   */
  public static ObjectNode overDeployed(JsonNode stack) {
    ReviewOverride override = new ReviewOverride();
    override.resources(stack, false);
    return override.merged;
  }

  /**
   * For an emulator. The state lies in the folder, too, and nothing waits for Azure.
   *
   * @param stack JSON of the stack
   */
  static ObjectNode overEmulator(JsonNode stack) {
    ReviewOverride override = new ReviewOverride();
    override.merged.withObject("/terraform/backend/local").put("path", "terraform.tfstate");
    override.resources(stack, true);
    return override.merged;
  }

  private void resources(JsonNode stack, boolean hurry) {
    for (Map.Entry<String, JsonNode> type : stack.path("resource").properties()) {
      for (Map.Entry<String, JsonNode> resource : type.getValue().properties()) {
        ObjectNode own = resource(resource.getValue(), hurry);
        if (!own.isEmpty()) {
          ObjectNode resources = merged.withObject("/resource");
          resources.withObject("/" + type.getKey()).set(resource.getKey(), own);
        }
      }
    }
  }

  private static ObjectNode resource(JsonNode resource, boolean hurry) {
    ObjectNode own = JSON.objectNode();
    if (resource.at("/lifecycle/prevent_destroy").asBoolean()) {
      own.withObject("/lifecycle").put("prevent_destroy", false);
    }
    if (!hurry && resource.path(PRINCIPAL).asText().startsWith(RUNNER)) {
      ArrayNode ignored = own.withObject("/lifecycle").putArray("ignore_changes");
      resource.at("/lifecycle/ignore_changes").forEach(ignored::add);
      ignored.add(PRINCIPAL);
    }
    if (hurry && resource.has("provisioner")) {
      ObjectNode nothing = JSON.objectNode();
      nothing.withObject("/local-exec").put("command", "true");
      own.putArray("provisioner").add(nothing);
    }
    return own;
  }
}
