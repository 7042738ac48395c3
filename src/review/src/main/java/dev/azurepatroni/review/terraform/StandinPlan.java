package dev.azurepatroni.review.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plan of one synthesis over what another one deploys. For providers that are stand-ins: it
 * deploys.
 */
public final class StandinPlan {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Beside the stack's JSON, which stays as it is: Terraform merges it. */
  private static final String OVERRIDE = "review_override.tf.json";

  private static final String STACK = "cdk.tf.json";

  private final Terraform terraform;
  private final Path folder;

  /**
   * Uses a folder of its own for configuration and state.
   *
   * @param folder empty, or not there
   */
  public StandinPlan(Path folder) {
    this.folder = folder;
    this.terraform = new Terraform(folder);
  }

  /**
   * Deploys and plans.
   *
   * @param base the JSON of what is deployed; empty where nothing is
   * @param head the JSON that is planned
   * @return what {@code terraform show -json} tells of the plan
   * @throws IOException if Terraform refuses; the message holds what it said
   */
  public String of(Optional<Path> base, Path head) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    if (base.isPresent()) {
      configure(base.get());
      terraform.run("init", "-input=false", "-no-color");
      terraform.run("apply", "-input=false", "-no-color", "-auto-approve");
    }
    configure(head);
    terraform.run("init", "-input=false", "-no-color");
    terraform.run("plan", "-input=false", "-no-color", "-out=plan");
    return terraform.run("show", "-json", "plan");
  }

  private void configure(Path stack) throws IOException {
    JsonNode json = JSON.readTree(stack.toFile());
    Files.write(folder.resolve(STACK), Files.readAllBytes(stack));
    Files.write(folder.resolve(OVERRIDE), JSON.writeValueAsBytes(override(json)));
  }

  /**
   * The state stays here, nothing waits for Azure, and what is protected can be planned away: a
   * reviewer has to see the whole of it.
   */
  private static ObjectNode override(JsonNode stack) {
    ObjectNode override = JSON.createObjectNode();
    override.withObject("/terraform/backend/local").put("path", "terraform.tfstate");
    for (Map.Entry<String, JsonNode> type : stack.path("resource").properties()) {
      for (Map.Entry<String, JsonNode> resource : type.getValue().properties()) {
        ObjectNode own = JSON.createObjectNode();
        if (resource.getValue().at("/lifecycle/prevent_destroy").asBoolean()) {
          own.withObject("/lifecycle").put("prevent_destroy", false);
        }
        if (resource.getValue().has("provisioner")) {
          own.set("provisioner", nothing());
        }
        if (!own.isEmpty()) {
          override
              .withObject("/resource")
              .withObject("/" + type.getKey())
              .set(resource.getKey(), own);
        }
      }
    }
    return override;
  }

  private static JsonNode nothing() {
    ObjectNode command = JsonNodeFactory.instance.objectNode();
    command.withObject("/local-exec").put("command", "true");
    return JsonNodeFactory.instance.arrayNode().addAll(List.of(command));
  }
}
