package dev.azurepatroni.app.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.app.schema.ProviderSchema.ArgumentType;
import dev.azurepatroni.app.schema.ProviderSchema.Attribute;
import dev.azurepatroni.app.schema.ProviderSchema.Block;
import dev.azurepatroni.app.schema.ProviderSchema.NestedBlock;
import dev.azurepatroni.app.schema.ProviderSchema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Compares a synthesised {@code cdk.tf.json} with what the azurerm provider accepts. */
public final class SchemaConformance {

  private static final String PROVIDER = "azurerm";
  private static final Set<String> PROVIDER_META = Set.of("alias");
  private static final Set<String> RESOURCE_META =
      Set.of(
          "connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner");

  private final ProviderSchema schema;

  private SchemaConformance(ProviderSchema schema) {
    this.schema = schema;
  }

  /** A checker against the given schema. */
  public static SchemaConformance of(ProviderSchema schema) {
    return new SchemaConformance(schema);
  }

  /**
   * Finds every difference between the JSON and the schema, sorted by where it stands.
   *
   * @throws IllegalArgumentException if the JSON is not laid out as cdktf does it
   */
  public List<Difference> differences(JsonNode cdkTfJson) {
    List<Difference> found = new ArrayList<>();
    new Node("provider." + PROVIDER, "", section(cdkTfJson, "provider").path(PROVIDER), found)
        .elements()
        .forEach(this::provider);
    resources(cdkTfJson, "resource", schema.resourceSchemas(), found);
    resources(cdkTfJson, "data", schema.dataSourceSchemas(), found);
    resources(cdkTfJson, "ephemeral", schema.ephemeralResourceSchemas(), found);
    return found.stream().sorted(Comparator.comparing(Difference::toString)).toList();
  }

  // An unexpected layout must not pass for one that holds nothing to check.
  private static JsonNode section(JsonNode json, String name) {
    JsonNode section = json.path(name);
    if (!json.isObject() || !(section.isObject() || section.isMissingNode())) {
      throw new IllegalArgumentException("not laid out as cdktf does it: \"" + name + "\"");
    }
    return section;
  }

  private void provider(Node node) {
    // azurerm demands this block in its code only: the schema reports no min_items.
    Node features = node.member("features");
    if (features.elements().count() != 1) {
      features.problem("required block must stand exactly once");
    }
    body(node, schema.provider().block(), PROVIDER_META);
  }

  private static void resources(
      JsonNode json, String kind, Map<String, Schema> schemas, List<Difference> found) {
    String prefix = kind.equals("resource") ? "" : kind + ".";
    JsonNode types = section(json, kind);
    for (String type : (Iterable<String>) types::fieldNames) {
      for (Map.Entry<String, JsonNode> body : section(types, type).properties()) {
        String address = prefix + type + "." + body.getKey();
        resource(new Node(address, "", body.getValue(), found), type, schemas);
      }
    }
  }

  private static void resource(Node node, String type, Map<String, Schema> schemas) {
    if (schemas.containsKey(type)) {
      body(node, schemas.get(type).block(), RESOURCE_META);
    } else if (type.startsWith(PROVIDER + "_")) {
      node.problem("unknown type");
    }
  }

  private static void body(Node node, Block block, Set<String> meta) {
    if (!node.json().isObject()) {
      node.problem("must be an object, as a block is");
      return;
    }
    node.names()
        .filter(name -> !name.equals("//") && !meta.contains(name) && !block.knows(name))
        .forEach(name -> node.problem("unknown argument \"" + name + "\""));
    block.attributes().forEach((name, attribute) -> attribute(node.member(name), attribute));
    block.blockTypes().forEach((name, nested) -> nestedBlock(node.member(name), nested));
  }

  private static void attribute(Node node, Attribute attribute) {
    if (!node.isAbsent() && attribute.computedOnly()) {
      node.problem("must not be set, only the provider computes it");
    } else if (!node.isAbsent()) {
      value(node, attribute.type());
    } else if (attribute.required()) {
      node.problem("required argument is missing");
    }
  }

  private static void nestedBlock(Node node, NestedBlock nested) {
    List<Node> bodies =
        (nested.labelled() ? node.elements().flatMap(Node::entries) : node.elements()).toList();
    nested.problemWith(bodies.size()).ifPresent(node::problem);
    bodies.forEach(body -> body(body, nested.block(), Set.of()));
  }

  private static void value(Node node, ArgumentType type) {
    if (!node.isAbsent()) {
      type.problemWith(node.json()).ifPresentOrElse(node::problem, () -> valuesInside(node, type));
    }
  }

  private static void valuesInside(Node node, ArgumentType type) {
    switch (node.json().isContainerNode() ? type.name() : "") {
      case "list", "set" -> node.elements().forEach(element -> value(element, type.element()));
      case "map" -> node.entries().forEach(entry -> value(entry, type.element()));
      case "object" -> object(node, type.members());
      default -> {} // Text, numbers and interpolations hold nothing.
    }
  }

  private static void object(Node node, Map<String, ArgumentType> members) {
    node.names()
        .filter(name -> !members.containsKey(name))
        .forEach(name -> node.problem("unknown member \"" + name + "\""));
    members.forEach(
        (name, type) -> {
          // Terraform fills in what a block lacks, but nothing in a value.
          if (!node.json().has(name)) {
            node.member(name).problem("must be written, if only as null");
          }
          value(node.member(name), type);
        });
  }

  /** A place where the JSON is not what the schema says; the path of a whole body is empty. */
  public record Difference(String address, String path, String problem) {

    @Override
    public String toString() {
      return address + ": " + (path.isEmpty() ? "" : path + ": ") + problem;
    }
  }

  /** A piece of the JSON that knows where it stands and where to report to. */
  private record Node(String address, String path, JsonNode json, List<Difference> found) {

    Node member(String name) {
      return at((path.isEmpty() ? "" : ".") + name, json.path(name));
    }

    private Node at(String step, JsonNode value) {
      return new Node(address, path + step, value, found);
    }

    /** The elements of a list except nulls; anything else counts as a list of itself. */
    Stream<Node> elements() {
      Stream<Node> all =
          json.isArray()
              ? IntStream.range(0, json.size()).mapToObj(i -> at("[" + i + "]", json.path(i)))
              : Stream.of(this);
      return all.filter(node -> !node.isAbsent());
    }

    /** What an object holds under its keys; anything else counts as its own content. */
    Stream<Node> entries() {
      return json.isObject()
          ? names().map(key -> at("[\"" + key + "\"]", json.path(key)))
          : Stream.of(this);
    }

    Stream<String> names() {
      return json.properties().stream().map(Map.Entry::getKey);
    }

    boolean isAbsent() {
      return json.isMissingNode() || json.isNull();
    }

    void problem(String problem) {
      found.add(new Difference(address, path, problem));
    }
  }
}
