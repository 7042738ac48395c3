package dev.azurepatroni.topology.tuning;

import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.spec.LogicalSlotSpec;
import dev.azurepatroni.topology.spec.PatroniSpec;
import dev.azurepatroni.topology.spec.SynchronousMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What Patroni's dynamic configuration has besides the settings of the specification.
 *
 * @param maximumLag maximum_lag_on_failover, bytes
 * @param slots permanent replication slots, by name: of every member, then of applications
 */
public record PatroniTuning(long maximumLag, Map<String, Map<String, String>> slots) {
  /** Patroni's own default, bytes. */
  private static final long ASYNCHRONOUS_LAG = 1L << 20;

  /**
   * The largest difference of two positions in the write-ahead log, which have 64 bits: no standby
   * exceeds it. Patroni compares the lag of a synchronous standby, too, although it has every
   * acknowledged row: WAL that no commit waits for, as of a bulk load, may be missing.
   */
  private static final long NO_LIMIT = Long.MAX_VALUE;

  /**
   * Copies what it is given.
   *
   * @param maximumLag maximum_lag_on_failover, bytes
   * @param slots permanent replication slots, by name
   */
  public PatroniTuning {
    slots = Collections.unmodifiableMap(new LinkedHashMap<>(slots));
  }

  /**
   * Calculates the settings.
   *
   * @param patroni synchronous mode, decided, and the lag that was written
   * @param databases hosts whose slots survive their absence
   * @param logicalSlots slots of applications
   * @return lag and slots
   */
  public static PatroniTuning of(
      PatroniSpec patroni, List<Host> databases, List<LogicalSlotSpec> logicalSlots) {
    Map<String, Map<String, String>> slots = new LinkedHashMap<>();
    databases.forEach(host -> slots.put(memberSlot(host.name()), Map.of("type", "physical")));
    for (LogicalSlotSpec slot : logicalSlots) {
      Map<String, String> value = new LinkedHashMap<>();
      value.put("type", "logical");
      value.put("database", slot.database());
      value.put("plugin", slot.plugin());
      slots.put(slot.name(), Collections.unmodifiableMap(value));
    }
    return new PatroniTuning(maximumLag(patroni), slots);
  }

  /**
   * The slot that Patroni gives to a member.
   *
   * @param host name of the member
   * @return the name with {@code _} for everything a slot's name cannot have
   */
  public static String memberSlot(String host) {
    return host.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
  }

  private static long maximumLag(PatroniSpec patroni) {
    if (patroni.maximumLagOnFailoverMb() > 0) {
      return (long) patroni.maximumLagOnFailoverMb() << 20;
    }
    return patroni.synchronousMode() == SynchronousMode.OFF ? ASYNCHRONOUS_LAG : NO_LIMIT;
  }
}
