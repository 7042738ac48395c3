package dev.azurepatroni.verify.rows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether two servers took writes at the same time. A write that was acknowledged on an older
 * timeline although it was sent after a newer timeline had acknowledged one proves two leaders; so
 * do two servers on one timeline.
 */
public final class Timelines {
  private Timelines() {}

  /** What proves two leaders, in words; empty if nothing does. */
  public static List<String> conflicts(List<Attempt> attempts) {
    List<Attempt> acknowledged =
        attempts.stream()
            .filter(Attempt::acknowledged)
            .sorted(Comparator.comparingLong(Attempt::ended))
            .toList();
    Map<Integer, Attempt> first = new TreeMap<>();
    acknowledged.forEach(attempt -> first.putIfAbsent(attempt.timeline(), attempt));

    List<String> conflicts = new ArrayList<>();
    for (int timeline : first.keySet()) {
      late(acknowledged, timeline, first).ifPresent(conflicts::add);
      List<String> servers =
          acknowledged.stream()
              .filter(attempt -> attempt.timeline() == timeline)
              .map(Attempt::server)
              .distinct()
              .sorted()
              .toList();
      if (servers.size() > 1) {
        conflicts.add(
            "timeline %d was written on %s".formatted(timeline, String.join(" and ", servers)));
      }
    }
    return List.copyOf(conflicts);
  }

  private static Optional<String> late(
      List<Attempt> acknowledged, int timeline, Map<Integer, Attempt> first) {
    return first.entrySet().stream()
        .filter(newer -> newer.getKey() > timeline)
        .map(Map.Entry::getValue)
        .min(Comparator.comparingLong(Attempt::ended))
        .flatMap(
            newer ->
                acknowledged.stream()
                    .filter(
                        attempt -> attempt.timeline() == timeline && attempt.sent() > newer.ended())
                    .findFirst()
                    .map(
                        older ->
                            "%s took a row on timeline %d, sent %.3f s after %s had taken one on timeline %d"
                                .formatted(
                                    older.server(),
                                    timeline,
                                    (older.sent() - newer.ended()) / 1e9,
                                    newer.server(),
                                    newer.timeline())));
  }
}
