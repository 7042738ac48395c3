package dev.azurepatroni.review.synthesis;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a host would get at its first boot.
 *
 * @param name as the host calls itself
 * @param role {@code database}, {@code pooler} or {@code witness}; another word where the bundle
 *     does not tell
 * @param files by path
 * @param reactions what a running host does when a file changes, by path
 */
public record Host(
    String name, String role, SortedMap<String, HostFile> files, Map<String, String> reactions) {
  /** The role of a host with data. */
  public static final String DATABASE = "database";

  /** Keeps copies. */
  public Host {
    files = new TreeMap<>(files);
    reactions = Map.copyOf(reactions);
  }

  /** What a running host does when a file changes; nothing for one that has no words. */
  public Optional<String> reaction(String path) {
    return Optional.ofNullable(reactions.get(path)).filter(it -> !it.equals("-"));
  }
}
