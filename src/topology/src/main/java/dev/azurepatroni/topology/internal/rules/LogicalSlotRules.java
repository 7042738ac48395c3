package dev.azurepatroni.topology.internal.rules;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.LogicalSlotSpec;
import dev.azurepatroni.topology.tuning.PatroniTuning;
import dev.azurepatroni.topology.tuning.PostgresTuning;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the slots of applications have to obey. */
public final class LogicalSlotRules {
  private static final String PATH = "postgresql.logicalSlots";

  /** The databases that a cluster has from its first start. */
  private static final Set<String> DATABASES = Set.of("application", "postgres");

  /** A clone takes one for its write-ahead log, and one is left for an operator. */
  private static final int SPARE = 2;

  private LogicalSlotRules() {}

  /**
   * Checks names, databases and number.
   *
   * @param spec the cluster
   * @param members names of the database hosts
   * @param findings where breaches go
   */
  public static void check(ClusterSpec spec, List<String> members, Findings findings) {
    List<LogicalSlotSpec> slots = spec.postgresql().logicalSlots();
    Set<String> memberSlots =
        members.stream().map(PatroniTuning::memberSlot).collect(Collectors.toSet());
    Set<String> seen = new HashSet<>();
    IntStream.range(0, slots.size())
        .forEach(
            i -> {
              LogicalSlotSpec slot = slots.get(i);
              String path = "%s[%d].".formatted(PATH, i);
              if (memberSlots.contains(slot.name())) {
                findings.error(
                    path + "name",
                    slot.name(),
                    "is the slot of a database host",
                    "write another name");
              } else if (!seen.add(slot.name())) {
                findings.error(
                    path + "name",
                    slot.name(),
                    "is the name of another slot in the list",
                    "write another name, or remove one of the two");
              }
              if (!DATABASES.contains(slot.database())) {
                findings.error(
                    path + "database",
                    slot.database(),
                    "is no database of the cluster: application or postgres",
                    "write application");
              }
            });
    int needed = slots.size() + members.size() + SPARE;
    List.of("max_replication_slots", "max_wal_senders")
        .forEach(
            parameter -> {
              int limit = limit(spec, parameter);
              if (!slots.isEmpty() && limit < needed) {
                findings.error(
                    PATH,
                    slots.size() + " slots",
                    "%s is %d; %d are needed: %d for logical slots, %d for database hosts, %d spare"
                        .formatted(parameter, limit, needed, slots.size(), members.size(), SPARE),
                    "remove slots, or set postgresql.parameters.%s to %d"
                        .formatted(parameter, needed));
              }
            });
    if (!slots.isEmpty() && !logical(spec.postgresql().parameters())) {
      findings.error(
          "postgresql.parameters.wal_level",
          spec.postgresql().parameters().get("wal_level"),
          "logical slots need wal_level logical",
          "leave it out");
    }
  }

  private static boolean logical(Map<String, String> parameters) {
    return parameters.getOrDefault("wal_level", "logical").strip().equalsIgnoreCase("logical");
  }

  /** A limit that is no number is PostgreSQL's to refuse. */
  private static int limit(ClusterSpec spec, String parameter) {
    String written = spec.postgresql().parameters().get(parameter);
    if (written == null) {
      return PostgresTuning.REPLICATION_CONNECTIONS;
    }
    return written.strip().matches("[0-9]{1,6}")
        ? Integer.parseInt(written.strip())
        : Integer.MAX_VALUE;
  }
}
