package dev.azurepatroni.review.plan;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.azurepatroni.review.text.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Hash of what a plan does, and a hash for each resource. Two plans that do the same have the same
 * digest: it covers attributes, a new VM's boot code, the configuration of each changed resource
 * (expressions, provisioners, dependencies) and of the providers, imports, moves and the order of
 * actions. The time, the order of resources, other sensitive values and values known only after the
 * apply do not count.
 *
 * @param digest of the whole plan
 * @param parts a digest by action and address, such as {@code update azurerm_lb.db}
 */
public record PlanDigest(String digest, SortedMap<String, String> parts) {
  private static final String FIRST = "digest ";
  private static final String PROVIDERS = "configure providers";
  private static final JsonMapper JSON = new JsonMapper();
  private static final int WHOLE = 16;
  private static final int PART = 4;

  /** Copies the map. */
  public PlanDigest {
    parts = new TreeMap<>(parts);
  }

  /** {@return the digest of a plan} */
  public static PlanDigest of(TerraformPlan plan) {
    SortedMap<String, String> whole = new TreeMap<>();
    for (ResourceChange change : plan.resources()) {
      whole.put(
          change.action().verb() + " " + change.address(),
          text(change.changes()) + change.effects().everything());
    }
    for (OutputChange change : plan.outputs()) {
      whole.put(change.action().verb() + " output." + change.name(), text(change.changes()));
    }
    if (!whole.isEmpty()) {
      whole.put(PROVIDERS, plan.providers());
    }
    SortedMap<String, String> parts = new TreeMap<>();
    whole.forEach((what, values) -> parts.put(what, Sha256.hex(values, PART)));
    return new PlanDigest(Sha256.hex(JSON.valueToTree(whole).toString(), WHOLE), parts);
  }

  private static String text(List<AttributeChange> changes) {
    // As JSON, which quotes: a path or a value cannot pass for the beginning of another one.
    ArrayNode text = JSON.createArrayNode();
    for (AttributeChange change : changes) {
      text.addArray()
          .add(change.path())
          .add(change.before())
          .add(change.after())
          .add(change.forcesReplacement());
    }
    return text.toString();
  }

  /**
   * Reads the {@linkplain #text text} of a digest, or the digest alone.
   *
   * @throws IOException if the text is neither
   */
  public static PlanDigest parse(String text) throws IOException {
    List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String first = lines.isEmpty() ? "" : lines.get(0);
    String digest = first.startsWith(FIRST) ? first.substring(FIRST.length()) : first;
    if (!digest.matches("[0-9a-f]{" + 2 * WHOLE + "}")) {
      throw new IOException(
          "\"%s\" is not the digest of a plan: a digest has %d hexadecimal digits; copy it from the review's comment"
              .formatted(digest, 2 * WHOLE));
    }
    SortedMap<String, String> parts = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int hash = line.lastIndexOf(' ');
      if (hash > 0) {
        parts.put(line.substring(0, hash), line.substring(hash + 1));
      }
    }
    return new PlanDigest(digest, parts);
  }

  /** {@return the digest, then a line for each part} */
  public String text() {
    StringBuilder text = new StringBuilder(FIRST).append(digest).append('\n');
    parts.forEach((what, hash) -> text.append(what).append(' ').append(hash).append('\n'));
    return text.toString();
  }

  /**
   * {@return a line for each difference from the reviewed plan; if its parts are unknown, a line
   * for each part of this plan}
   */
  public List<String> differencesFrom(PlanDigest reviewed) {
    if (digest.equals(reviewed.digest)) {
      return List.of();
    }
    if (reviewed.parts.isEmpty()) {
      return parts.isEmpty()
          ? List.of("nothing is planned now")
          : parts.keySet().stream().map(part -> "planned now: " + part).toList();
    }
    List<String> lines = new ArrayList<>(notIn(reviewed));
    reviewed.parts.keySet().stream()
        .filter(part -> !parts.containsKey(part))
        .forEach(part -> lines.add("reviewed, but not planned now: " + part));
    return lines;
  }

  /** {@return a line for each part that is not a part of the reviewed plan} */
  public List<String> notIn(PlanDigest reviewed) {
    if (digest.equals(reviewed.digest)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    parts.forEach(
        (what, hash) -> {
          String other = reviewed.parts.get(what);
          if (other == null) {
            lines.add("not reviewed: " + what);
          } else if (!other.equals(hash)) {
            lines.add("reviewed with other values: " + what);
          }
        });
    return lines;
  }
}
