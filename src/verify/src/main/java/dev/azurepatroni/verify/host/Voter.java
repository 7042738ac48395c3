package dev.azurepatroni.verify.host;

import java.util.List;

/**
 * A member of etcd's quorum.
 *
 * @param bytes size of its database
 * @param index of its log
 * @param errors alarms and other errors
 */
public record Voter(
    String name,
    boolean reachable,
    boolean leads,
    long bytes,
    long index,
    String version,
    List<String> errors) {
  /** Keeps a copy. */
  public Voter {
    errors = List.copyOf(errors);
  }
}
