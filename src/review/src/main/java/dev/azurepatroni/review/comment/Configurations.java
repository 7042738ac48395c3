package dev.azurepatroni.review.comment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.review.plan.Action;
import dev.azurepatroni.review.plan.Differences;
import dev.azurepatroni.review.plan.ResourceChange;
import dev.azurepatroni.review.plan.TerraformPlan;
import dev.azurepatroni.review.synthesis.StackOutput;
import java.util.ArrayList;
import java.util.List;

/** Compares the resources of two configurations; only a plan knows replacements. */
final class Configurations {
  private static final String COMMENT = "//";

  private Configurations() {}

  static List<ResourceChange> changes(StackOutput base, StackOutput head) {
    JsonNode before = base.json().path("resource");
    JsonNode after = head.json().path("resource");
    List<ResourceChange> changes = new ArrayList<>();
    for (String type : Differences.names(before, after)) {
      for (String label : Differences.names(before.path(type), after.path(type))) {
        JsonNode old = block(before.path(type).path(label));
        JsonNode now = block(after.path(type).path(label));
        if (!old.equals(now)) {
          changes.add(change(type, label, old, now));
        }
      }
    }
    return new TerraformPlan(changes, List.of(), List.of(), "").resources();
  }

  private static ResourceChange change(String type, String label, JsonNode old, JsonNode now) {
    Action action =
        old.isMissingNode() ? Action.CREATE : now.isMissingNode() ? Action.DESTROY : Action.UPDATE;
    return new ResourceChange(
        type + "." + label,
        type,
        label,
        action,
        action == Action.DESTROY ? List.of() : Differences.between(old, now));
  }

  /** Removes comments and attributes that Terraform ignores. */
  private static JsonNode block(JsonNode resource) {
    if (!(resource instanceof ObjectNode block)) {
      return resource;
    }
    ObjectNode copy = block.deepCopy();
    copy.remove(COMMENT);
    block.at("/lifecycle/ignore_changes").forEach(name -> copy.remove(name.asText()));
    return copy;
  }
}
