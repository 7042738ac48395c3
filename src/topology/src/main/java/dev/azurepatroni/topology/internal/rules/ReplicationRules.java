package dev.azurepatroni.topology.internal.rules;

import dev.azurepatroni.topology.budget.Timeouts;
import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Overrides of parameters that work, and that a person should know the price of. */
public final class ReplicationRules {
  private static final String PATH = "postgresql.parameters.";
  private static final Set<String> ARCHIVES =
      Set.of("on", "always", "true", "tru", "tr", "t", "yes", "ye", "y", "1");

  private ReplicationRules() {}

  /**
   * Checks archiving and the time-out of a standby.
   *
   * @param spec the cluster
   * @param findings where warnings go
   */
  public static void check(ClusterSpec spec, Findings findings) {
    Map<String, String> parameters = spec.postgresql().parameters();
    String archive = parameters.getOrDefault("archive_mode", "off");
    if (ARCHIVES.contains(archive.strip().toLowerCase(Locale.ROOT))) {
      findings.warning(
          PATH + "archive_mode",
          archive,
          "WAL that archive_command does not archive is kept without limit: the WAL disk fills, and"
              + " PostgreSQL stops",
          "leave it out, or monitor failed_count of pg_stat_archiver");
    }
    String timeout = parameters.get("wal_sender_timeout");
    if (timeout != null) {
      findings.warning(
          PATH + "wal_sender_timeout",
          timeout,
          "writes wait so long for a standby that hangs; the RTO budget counts %d s"
              .formatted(Timeouts.WAL_SENDER_TIMEOUT.toSeconds()),
          "leave it out; for a slow consumer of a logical slot, ALTER ROLE ... SET"
              + " wal_sender_timeout");
    }
  }
}
