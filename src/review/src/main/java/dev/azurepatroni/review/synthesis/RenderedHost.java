package dev.azurepatroni.review.synthesis;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The user-data of a host.
 *
 * @param name host name
 * @param role {@code database}, {@code pooler} or {@code witness}; {@code unknown} if the files do
 *     not name it
 * @param voter whether it is an etcd member
 * @param files by path
 * @param reactions the reload action of a file on a running host, by path
 */
public record RenderedHost(
    String name,
    String role,
    boolean voter,
    SortedMap<String, RenderedFile> files,
    Map<String, String> reactions) {
  /** The role of a database host. */
  public static final String DATABASE = "database";

  /** The role of a host whose files do not name it. */
  public static final String UNKNOWN = "unknown";

  /** Copies the maps. */
  public RenderedHost {
    files = new TreeMap<>(files);
    reactions = Map.copyOf(reactions);
  }

  /** {@return the reload action of a file, if it has one} */
  public Optional<String> reaction(String path) {
    return Optional.ofNullable(reactions.get(path)).filter(action -> !action.equals("-"));
  }
}
