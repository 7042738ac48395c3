package dev.azurepatroni.review.synthesis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a synthesis wrote for a stack.
 *
 * @param name of the stack
 * @param json what Terraform reads
 * @param summary the figures of the cluster
 * @param hosts by name
 * @param hostsHash of the hosts' files, which {@code bin/rollout} requires: {@code sha256sum *.yaml
 *     | sha256sum}; empty if there is no host
 */
public record StackOutput(
    String name,
    JsonNode json,
    ClusterSummary summary,
    SortedMap<String, RenderedHost> hosts,
    String hostsHash) {
  /** Copies the hosts. */
  public StackOutput {
    hosts = new TreeMap<>(hosts);
  }

  /** A stack without a hash. */
  public StackOutput(
      String name, JsonNode json, ClusterSummary summary, SortedMap<String, RenderedHost> hosts) {
    this(name, json, summary, hosts, "");
  }

  /** {@return a stack that a synthesis does not have} */
  public static StackOutput absent(String name) {
    return new StackOutput(
        name, MissingNode.getInstance(), ClusterSummary.UNKNOWN, new TreeMap<>());
  }

  /** {@return whether the synthesis has this stack} */
  public boolean exists() {
    return !json.isMissingNode();
  }

  /** {@return whether another synthesis of it has the same result} */
  public boolean sameAs(StackOutput other) {
    return json.equals(other.json)
        && hosts.equals(other.hosts)
        && hostsHash.equals(other.hostsHash)
        && (!summary.known() || !other.summary.known() || summary.equals(other.summary));
  }

  /** {@return the block of a resource; missing if the stack has none} */
  public JsonNode resource(String type, String label) {
    return json.path("resource").path(type).path(label);
  }

  /** {@return whether Terraform refuses to destroy a resource} */
  public boolean guards(String type, String label) {
    return resource(type, label).at("/lifecycle/prevent_destroy").asBoolean();
  }
}
