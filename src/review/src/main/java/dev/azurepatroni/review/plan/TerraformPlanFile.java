package dev.azurepatroni.review.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.review.file.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the output of {@code terraform show -json PLAN}. */
public final class TerraformPlanFile {
  private TerraformPlanFile() {}

  /**
   * Reads a file.
   *
   * @throws IOException if it does not exist or is not a plan; the message says what to do
   */
  public static TerraformPlan read(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException(
          "%s cannot be read: run terraform show -json PLAN > %s".formatted(file, file));
    }
    JsonNode root = JsonFile.read(file);
    String format = root.path("format_version").asText("");
    boolean plan =
        Stream.of("resource_changes", "resource_drift", "planned_values").anyMatch(root::has);
    if (!format.startsWith("1.") || !plan) {
      throw new IOException(
          "%s is not a plan of format 1, its format_version is \"%s\": write it with terraform show -json PLAN"
              .formatted(file, format));
    }
    return of(root);
  }

  private static TerraformPlan of(JsonNode root) {
    List<OutputChange> outputs = new ArrayList<>();
    for (Map.Entry<String, JsonNode> output : root.path("output_changes").properties()) {
      Action action = Action.of(output.getValue(), output.getValue());
      if (action != Action.NONE) {
        outputs.add(new OutputChange(output.getKey(), action, Differences.of(output.getValue())));
      }
    }
    EffectsReader effects = new EffectsReader(root);
    return new TerraformPlan(
        changes(root.path("resource_changes"), effects),
        outputs,
        changes(root.path("resource_drift"), effects),
        effects.providers());
  }

  private static List<ResourceChange> changes(JsonNode all, EffectsReader effects) {
    List<ResourceChange> changes = new ArrayList<>();
    for (JsonNode one : all) {
      boolean tainted = one.path("action_reason").asText().equals("replace_because_tainted");
      JsonNode change = one.path("change");
      if (tainted && one.path("type").asText().equals("terraform_data")) {
        change = created(change);
        tainted = false;
      }
      Action action = Action.of(one, change);
      changes.add(
          new ResourceChange(
              address(one),
              one.path("type").asText(),
              one.path("name").asText(),
              action,
              action == Action.NONE || action == Action.DESTROY
                  ? List.of()
                  : Differences.of(change),
              tainted,
              action == Action.NONE ? Effects.NONE : effects.of(one, change)));
    }
    return changes;
  }

  /** An object that a replacement left behind has the address of the one that replaced it. */
  private static String address(JsonNode resource) {
    String address = resource.path("address").asText();
    return resource.has("deposed")
        ? address + " (deposed " + resource.path("deposed").asText() + ")"
        : address;
  }

  /** Outside Terraform there is nothing of a terraform_data: replacing it only creates it. */
  private static JsonNode created(JsonNode replaced) {
    ObjectNode created = replaced.deepCopy();
    created.putNull("before").put("before_sensitive", false);
    created.putArray("actions").add("create");
    created.remove("replace_paths");
    return created;
  }
}
