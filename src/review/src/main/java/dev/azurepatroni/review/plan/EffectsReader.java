package dev.azurepatroni.review.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what a plan does beyond the attributes of its resources, from the configuration in it. */
final class EffectsReader {
  private static final JsonMapper SORTED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
  private static final String MODULE = "module.";

  private final JsonNode configuration;
  private final Map<String, JsonNode> resources = new HashMap<>();

  EffectsReader(JsonNode plan) {
    this.configuration = plan.path("configuration");
    for (JsonNode resource : configuration.at("/root_module/resources")) {
      resources.put(resource.path("address").asText(), resource);
    }
  }

  /** {@return the configuration of the providers, as JSON; empty if the plan contains none} */
  String providers() {
    return text(configuration.path("provider_config"));
  }

  /**
   * {@return what happens to a resource}
   *
   * @param resource of the plan's {@code resource_changes}
   * @param change what Terraform does with it
   */
  Effects of(JsonNode resource, JsonNode change) {
    JsonNode configured = configured(resource.path("address").asText());
    ObjectNode everything = SORTED.createObjectNode();
    everything.set("actions", change.path("actions"));
    everything.set("configuration", configured);
    // Terraform masks both as sensitive, although they contain no secret: a new VM runs them.
    everything.set("custom_data", change.at("/after/custom_data"));
    everything.set("user_data", change.at("/after/user_data"));
    everything.set("importing", change.at("/importing/id"));
    for (String field : List.of("deposed", "previous_address", "provider_name")) {
      everything.set(field, resource.path(field));
    }
    everything.properties().removeIf(field -> field.getValue().isMissingNode());
    return new Effects(
        origin(resource, change), commands(configured), references(configured), text(everything));
  }

  private JsonNode configured(String address) {
    if (address.startsWith(MODULE)) {
      String name = address.substring(MODULE.length()).split("[.\\[]", 2)[0];
      return configuration.at("/root_module/module_calls").path(name);
    }
    // Each instance of a resource with count or for_each has the same configuration.
    return resources.getOrDefault(address.split("\\[", 2)[0], MissingNode.getInstance());
  }

  private static String origin(JsonNode resource, JsonNode change) {
    if (change.has("importing")) {
      return "imported " + change.at("/importing/id").asText("(known after apply)");
    }
    return resource.has("previous_address")
        ? "moved from " + resource.path("previous_address").asText()
        : "";
  }

  private static List<String> commands(JsonNode configured) {
    List<String> commands = new ArrayList<>();
    configured.path("provisioners").forEach(one -> commands.add(text(one)));
    return commands;
  }

  private static SortedMap<String, String> references(JsonNode configured) {
    SortedMap<String, String> references = new TreeMap<>();
    for (Map.Entry<String, JsonNode> one : configured.path("expressions").properties()) {
      // Terraform lists ever shorter forms of a reference: the first one is whole.
      JsonNode first = one.getValue().path("references").path(0);
      if (first.isTextual()) {
        references.put(one.getKey(), first.asText());
      }
    }
    return references;
  }

  private static String text(JsonNode node) {
    if (node.isMissingNode() || node.isEmpty()) {
      return "";
    }
    try {
      return SORTED.writeValueAsString(SORTED.treeToValue(node, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
