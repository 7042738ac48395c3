package dev.azurepatroni.topology.internal.rules;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.tuning.MemorySize;
import dev.azurepatroni.topology.tuning.PostgresTuning;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a person may override of PostgreSQL's parameters. */
public final class ParameterRules {
  private static final String PATH = "postgresql.parameters.";
  private static final String NAME = "[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)?";

  private static final Map<String, String> GOVERNED_ELSEWHERE =
      Map.of(
          "max_connections", "postgresql.maxConnections",
          "reserved_connections", "postgresql.reservedConnections",
          "superuser_reserved_connections", "postgresql.reservedConnections",
          "synchronous_standby_names", "patroni.synchronousMode");

  private static final Set<String> GOVERNED_BY_PATRONI =
      Set.of(
          "archive_cleanup_command",
          "cluster_name",
          "config_file",
          "data_directory",
          "external_pid_file",
          "hba_file",
          "hot_standby",
          "ident_file",
          "listen_addresses",
          "port",
          "primary_conninfo",
          "primary_slot_name",
          "promote_trigger_file",
          "recovery_target",
          "recovery_target_timeline",
          "restore_command",
          "wal_log_hints");

  private static final Set<String> GOVERNED_BY_BACKUP =
      Set.of("archive_command", "archive_library", "archive_mode");

  private static final Set<String> GOVERNED_BY_THE_LAYOUT =
      Set.of(
          "ssl_ca_file",
          "ssl_cert_file",
          "ssl_crl_dir",
          "ssl_crl_file",
          "ssl_key_file",
          "unix_socket_directories");

  /** Beyond it the sums of {@link #checkSizes} say nothing; the setting's own range refuses it. */
  private static final int MOST_CONNECTIONS = 10_000;

  private static final long MOST_MEMORY_MIB = 32_768L * 1024;

  private static final Set<String> OFF =
      Set.of("off", "of", "false", "fals", "fal", "fa", "f", "no", "n", "0");

  /** By parameter, the values that break the promise that no acknowledged row is lost, or TLS. */
  private static final Map<String, Set<String>> UNSAFE =
      Map.of(
          "fsync",
          OFF,
          "full_page_writes",
          OFF,
          "ssl",
          OFF,
          "synchronous_commit",
          Set.of("off", "false", "no", "0", "local", "remote_write"),
          "wal_level",
          Set.of("minimal"),
          "password_encryption",
          Set.of("md5"),
          "ssl_min_protocol_version",
          Set.of("", "tlsv1", "tlsv1.1"));

  private static final List<String> SIZES =
      Stream.concat(Stream.of("shared_buffers", "work_mem"), WalDiskRules.SIZES.stream()).toList();

  private ParameterRules() {}

  /**
   * Checks the names and values of the overrides.
   *
   * @param spec the cluster
   * @param findings where breaches go
   */
  public static void check(ClusterSpec spec, Findings findings) {
    spec.postgresql()
        .parameters()
        .forEach(
            (name, value) -> {
              name(name, value, findings);
              if (spec.backup().enabled()) {
                archive(name, value, findings);
              }
              if (UNSAFE
                  .getOrDefault(name, Set.of())
                  .contains(value.strip().toLowerCase(Locale.ROOT))) {
                findings.error(
                    PATH + name,
                    value,
                    "loses acknowledged rows, or leaves a connection or a password unprotected",
                    "leave it out");
              }
              if (value.chars().anyMatch(Character::isISOControl)) {
                findings.error(
                    PATH + name,
                    value,
                    "must be one line without control characters",
                    "write it as one line");
              }
              if (SIZES.contains(name) && MemorySize.parse(value).isEmpty()) {
                findings.error(
                    PATH + name,
                    value,
                    "must be a whole number and a unit: kB, MB, GB or TB",
                    "write for example \"4GB\"");
              }
            });
  }

  private static void name(String name, String value, Findings findings) {
    if (!name.matches(NAME)) {
      findings.error(
          PATH + name,
          value,
          "a parameter name has lower-case letters, digits and underscores only",
          "write the name as `SHOW ALL` prints it, for example work_mem");
    }
    if (GOVERNED_ELSEWHERE.containsKey(name)) {
      String setting = GOVERNED_ELSEWHERE.get(name);
      findings.error(PATH + name, value, "is set by " + setting, "set " + setting + " instead");
    }
    if (GOVERNED_BY_PATRONI.contains(name)) {
      findings.error(
          PATH + name, value, "Patroni sets this parameter and ignores the value", "leave it out");
    }
    if (GOVERNED_BY_THE_LAYOUT.contains(name)) {
      findings.error(PATH + name, value, "the path is the same on every host", "leave it out");
    }
  }

  private static void archive(String name, String value, Findings findings) {
    if (GOVERNED_BY_BACKUP.contains(name)) {
      findings.error(
          PATH + name,
          value,
          "pgBackRest archives the write-ahead log, and synthesis sets this parameter",
          "leave it out, or write backup.enabled: false to archive in another way");
    } else if (name.equals("archive_timeout")) {
      findings.error(
          PATH + name,
          value,
          "is set by backup.archiveTimeoutSeconds",
          "set backup.archiveTimeoutSeconds instead");
    }
  }

  /**
   * Checks that memory and disk hold what the parameters ask for; all of them have to be readable.
   *
   * @param spec the cluster
   * @param size of the database hosts
   * @param tuning the parameters with the overrides
   * @param findings where breaches go
   */
  public static void checkSizes(
      ClusterSpec spec, VmSize size, PostgresTuning tuning, Findings findings) {
    WalDiskRules.check(spec, size, findings);
    MemorySize ram = MemorySize.ofMib(size.memoryMib());
    MemorySize shared = tuning.size("shared_buffers");
    if (shared.compareTo(ram.times(1, 2)) > 0) {
      findings.error(
          PATH + "shared_buffers",
          shared,
          "must not exceed half of the memory of %s, %s".formatted(size.name(), ram.times(1, 2)),
          "leave it out; the tuned value is a quarter of the memory");
    }
    MemorySize sorts = tuning.size("work_mem").times(spec.postgresql().maxConnections(), 1);
    if (shared.plus(sorts).compareTo(ram) > 0) {
      findings.warning(
          overridden(spec, "work_mem", "shared_buffers", "postgresql.maxConnections"),
          tuning.size("work_mem"),
          "shared_buffers + maxConnections x work_mem = %s exceeds the memory of %s, %s"
              .formatted(shared.plus(sorts), size.name(), ram),
          "lower work_mem to %s, or lower maxConnections, or use a larger size"
              .formatted(perConnection(ram, shared, spec.postgresql().maxConnections())));
    }
  }

  /**
   * {@return whether the amounts that {@link #checkSizes} adds up can be read}
   *
   * @param spec the cluster
   * @param size of the database hosts
   */
  public static boolean sizesReadable(ClusterSpec spec, VmSize size) {
    Map<String, String> overrides = spec.postgresql().parameters();
    return spec.database().walDisk().sizeGb() > 0
        && size.memoryMib() > 0
        && size.memoryMib() <= MOST_MEMORY_MIB
        && spec.postgresql().maxConnections() > 0
        && spec.postgresql().maxConnections() <= MOST_CONNECTIONS
        && SIZES.stream()
            .filter(overrides::containsKey)
            .allMatch(name -> MemorySize.parse(overrides.get(name)).isPresent());
  }

  /** The work_mem of which every connection may take one; PostgreSQL takes no less than 64 kB. */
  private static MemorySize perConnection(MemorySize ram, MemorySize shared, int connections) {
    long kib = Math.max(64, (ram.kib() - shared.kib()) / connections);
    return kib < 1024 ? new MemorySize(kib) : MemorySize.ofMib(kib / 1024);
  }

  private static String overridden(
      ClusterSpec spec, String parameter, String otherParameter, String otherwise) {
    Map<String, String> overrides = spec.postgresql().parameters();
    return overrides.containsKey(parameter)
        ? PATH + parameter
        : overrides.containsKey(otherParameter) ? PATH + otherParameter : otherwise;
  }
}
