package dev.azurepatroni.review.synthesis;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a synthesis wrote of a stack.
 *
 * @param name of the stack
 * @param json what Terraform reads
 * @param annotations what the synthesis said
 * @param hosts by name
 */
public record StackOutput(
    String name, JsonNode json, List<Annotation> annotations, SortedMap<String, Host> hosts) {
  /** Keeps copies. */
  public StackOutput {
    annotations = List.copyOf(annotations);
    hosts = new TreeMap<>(hosts);
  }

  /** Whether another synthesis of it came to the same. */
  public boolean sameAs(StackOutput other) {
    return json.equals(other.json)
        && annotations.equals(other.annotations)
        && hosts.equals(other.hosts);
  }

  /** A resource's block; missing where the stack has none. */
  public JsonNode resource(String type, String label) {
    return json.path("resource").path(type).path(label);
  }

  /** Whether Terraform refuses to destroy a resource. */
  public boolean guards(String type, String label) {
    return resource(type, label).at("/lifecycle/prevent_destroy").asBoolean();
  }
}
