package dev.azurepatroni.review.plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a plan does, in one figure, and in one for each resource: two plans that do the same have
 * the same, whenever and in whatever order they were made. Secret values are not in it, nor what
 * only the apply tells.
 *
 * @param digest of all of it
 * @param parts a digest by what is done to what, such as {@code update azurerm_lb.db}
 */
public record PlanDigest(String digest, SortedMap<String, String> parts) {
  private static final String FIRST = "digest ";
  private static final int WHOLE = 16;
  private static final int PART = 4;

  /** Keeps a copy. */
  public PlanDigest {
    parts = new TreeMap<>(parts);
  }

  /** Of a plan. */
  public static PlanDigest of(Plan plan) {
    SortedMap<String, String> whole = new TreeMap<>();
    for (ResourceChange it : plan.resources()) {
      whole.put(it.action().verb() + " " + it.address(), text(it.changes()));
    }
    for (OutputChange it : plan.outputs()) {
      whole.put(it.action().verb() + " output." + it.name(), text(it.changes()));
    }
    SortedMap<String, String> parts = new TreeMap<>();
    whole.forEach((what, values) -> parts.put(what, hash(values, PART)));
    return new PlanDigest(hash(whole.toString(), WHOLE), parts);
  }

  private static String text(List<AttributeChange> changes) {
    StringBuilder text = new StringBuilder();
    for (AttributeChange it : changes) {
      text.append(it.path()).append('\n').append(it.before()).append('\n');
      text.append(it.after()).append('\n').append(it.forcesReplacement()).append('\n');
    }
    return text.toString();
  }

  private static String hash(String text, int bytes) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads what {@link #text} wrote, or the digest alone.
   *
   * @throws IOException if it is neither
   */
  public static PlanDigest parse(String text) throws IOException {
    List<String> lines = text.lines().map(String::strip).filter(it -> !it.isEmpty()).toList();
    String first = lines.isEmpty() ? "" : lines.get(0);
    String digest = first.startsWith(FIRST) ? first.substring(FIRST.length()) : first;
    if (!digest.matches("[0-9a-f]{" + 2 * WHOLE + "}")) {
      throw new IOException(
          "\"%s\" is no digest of a plan: it has %d hexadecimal digits, the review's comment shows it"
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

  /** The digest, then a line for each part. */
  public String text() {
    StringBuilder text = new StringBuilder(FIRST).append(digest).append('\n');
    parts.forEach((what, hash) -> text.append(what).append(' ').append(hash).append('\n'));
    return text.toString();
  }

  /**
   * How this plan differs from one that was reviewed, a line each; none if it does the same. Where
   * the reviewed one's parts are not known, all that this one does.
   */
  public List<String> differencesFrom(PlanDigest reviewed) {
    List<String> lines = new ArrayList<>();
    if (digest.equals(reviewed.digest)) {
      return lines;
    }
    if (reviewed.parts.isEmpty()) {
      parts.keySet().forEach(it -> lines.add("does now: " + it));
      return lines.isEmpty() ? List.of("does nothing now") : lines;
    }
    parts.forEach(
        (what, hash) -> {
          String other = reviewed.parts.get(what);
          if (other == null) {
            lines.add("not reviewed: " + what);
          } else if (!other.equals(hash)) {
            lines.add("reviewed with other values: " + what);
          }
        });
    reviewed.parts.keySet().stream()
        .filter(it -> !parts.containsKey(it))
        .forEach(it -> lines.add("reviewed, and not planned now: " + it));
    return lines;
  }
}
