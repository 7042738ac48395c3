package dev.azurepatroni.topology.tuning;

import dev.azurepatroni.topology.budget.Reserve;
import dev.azurepatroni.topology.budget.Timeouts;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.spec.BackupSpec;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.PostgresqlSpec;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * PostgreSQL's parameters for a database host.
 *
 * @param tuned value by name: a {@link MemorySize}, a number or a text
 * @param overrides what the specification sets instead or in addition, in PostgreSQL's notation
 */
public record PostgresTuning(Map<String, Object> tuned, Map<String, String> overrides) {
  /** What Patroni takes from its dynamic configuration only and ignores in a host's own file. */
  public static final Set<String> DCS_ONLY =
      Set.of(
          "max_connections",
          "max_locks_per_transaction",
          "max_prepared_transactions",
          "max_replication_slots",
          "max_wal_senders",
          "max_worker_processes",
          "track_commit_timestamp",
          "wal_level");

  /** max_wal_senders and max_replication_slots. */
  public static final int REPLICATION_CONNECTIONS = 20;

  private static final MemorySize MIB = MemorySize.ofMib(1);

  /**
   * Copies the maps.
   *
   * @param tuned value by name: a {@link MemorySize}, a number or a text
   * @param overrides what the specification sets instead or in addition, in PostgreSQL's notation
   */
  public PostgresTuning {
    tuned = Collections.unmodifiableMap(new LinkedHashMap<>(tuned));
    overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
  }

  /**
   * Calculates the parameters.
   *
   * @param size the database host
   * @param spec disks, connections, archive and overrides
   * @return every tuned parameter, the overrides on top
   */
  public static PostgresTuning of(VmSize size, ClusterSpec spec) {
    PostgresqlSpec postgresql = spec.postgresql();
    Map<String, Object> parameters = new LinkedHashMap<>();
    memory(parameters, MemorySize.ofMib(size.memoryMib()), postgresql.maxConnections());
    processes(parameters, size.vcpus());
    writeAheadLog(parameters, MemorySize.ofGib(spec.database().walDisk().sizeGb()));
    archive(parameters, spec.backup());
    planner(parameters);
    connections(parameters, postgresql.maxConnections(), Reserve.of(postgresql));
    replication(parameters);
    logging(parameters, postgresql.version());
    return new PostgresTuning(parameters, postgresql.parameters());
  }

  /**
   * A parameter that is an amount of memory or disk.
   *
   * @param name one of the tuned parameters
   * @return the amount
   * @throws IllegalArgumentException if the parameter is missing or no amount with a unit
   */
  public MemorySize size(String name) {
    if (tuned.get(name) instanceof MemorySize size && !overrides.containsKey(name)) {
      return size;
    }
    String written = overrides.getOrDefault(name, "");
    return MemorySize.parse(written)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s is %s, which is not an amount of memory".formatted(name, written)));
  }

  /** {@return value by name, in PostgreSQL's notation, overrides included} */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    tuned.forEach((name, value) -> parameters.put(name, String.valueOf(value)));
    parameters.putAll(overrides);
    return Collections.unmodifiableMap(parameters);
  }

  private static void memory(Map<String, Object> to, MemorySize ram, int maxConnections) {
    MemorySize sharedBuffers = ram.times(1, 4);
    to.put("shared_buffers", sharedBuffers);
    to.put("huge_pages", "try");
    to.put("effective_cache_size", ram.times(3, 4));
    // A quarter of memory, were every connection to sort at once.
    MemorySize perConnection = ram.times(1, 4L * maxConnections).powerOfTwo();
    to.put("work_mem", perConnection.between(MemorySize.ofMib(4), MemorySize.ofGib(1)));
    to.put("hash_mem_multiplier", "2");
    to.put(
        "maintenance_work_mem",
        ram.times(1, 32).between(MemorySize.ofMib(64), MemorySize.ofGib(8)));
    to.put(
        "wal_buffers",
        sharedBuffers.times(1, 256).between(MemorySize.ofMib(16), MemorySize.ofMib(128)));
  }

  private static void processes(Map<String, Object> to, int vcpus) {
    to.put("max_worker_processes", Math.max(8, vcpus));
    to.put("max_parallel_workers", Math.max(2, vcpus - 2));
    to.put("max_parallel_workers_per_gather", Math.max(1, Math.min(16, vcpus / 2)));
    to.put("max_parallel_maintenance_workers", Math.max(1, Math.min(8, vcpus / 4)));
  }

  private static void writeAheadLog(Map<String, Object> to, MemorySize disk) {
    // Half a gibibyte, so that even the smallest disk has room between two checkpoints.
    MemorySize maxWalSize = disk.times(3, 32).between(MemorySize.ofMib(512), disk);
    to.put("wal_level", "logical");
    to.put("max_wal_senders", REPLICATION_CONNECTIONS);
    to.put("max_replication_slots", REPLICATION_CONNECTIONS);
    // pg_rewind reads an old leader's WAL from its last checkpoint before the failover, which lies
    // less than max_wal_size back; with less WAL the whole database is cloned.
    to.put("wal_keep_size", maxWalSize);
    to.put("max_slot_wal_keep_size", disk.times(2, 5));
    to.put("max_wal_size", maxWalSize);
    to.put("min_wal_size", maxWalSize.times(1, 4).between(MIB, disk));
    to.put("checkpoint_timeout", "15min");
    to.put("checkpoint_completion_target", "0.9");
    to.put("wal_compression", "lz4");
    to.put("wal_log_hints", "on");
    to.put("full_page_writes", "on");
    to.put("synchronous_commit", "on");
  }

  private static void archive(Map<String, Object> to, BackupSpec backup) {
    if (backup.enabled()) {
      to.put("archive_mode", "on");
      to.put("archive_command", "/usr/lib/azure-patroni/pgbackrest-push \"%p\"");
      to.put("archive_timeout", backup.archiveTimeoutSeconds() + "s");
    }
  }

  private static void planner(Map<String, Object> to) {
    to.put("random_page_cost", "1.1");
    to.put("seq_page_cost", "1.0");
    to.put("effective_io_concurrency", "256");
    to.put("default_statistics_target", "100");
    to.put("enable_partitionwise_join", "on");
    to.put("enable_partitionwise_aggregate", "on");
  }

  private static void connections(Map<String, Object> to, int maxConnections, Reserve reserve) {
    to.put("max_connections", maxConnections);
    to.put("superuser_reserved_connections", reserve.superusers());
    to.put("reserved_connections", reserve.members());
    // A pooler no longer counts a connection that it has closed; its query ends soon after.
    to.put("client_connection_check_interval", "2s");
    to.put("password_encryption", "scram-sha-256");
    to.put("ssl", "on");
    to.put("ssl_min_protocol_version", "TLSv1.2");
    to.put("shared_preload_libraries", "pg_stat_statements");
    to.put("tcp_keepalives_idle", "5");
    to.put("tcp_keepalives_interval", "3");
    to.put("tcp_keepalives_count", "3");
    to.put("tcp_user_timeout", Timeouts.TCP_USER_TIMEOUT.toMillis());
    to.put("idle_in_transaction_session_timeout", "10min");
  }

  private static void replication(Map<String, Object> to) {
    to.put("hot_standby_feedback", "on");
    to.put("wal_sender_timeout", seconds(Timeouts.WAL_SENDER_TIMEOUT));
    to.put("wal_receiver_timeout", seconds(Timeouts.WAL_RECEIVER_TIMEOUT));
    to.put("wal_receiver_status_interval", "1s");
    to.put("wal_retrieve_retry_interval", "1s");
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + "s";
  }

  private static void logging(Map<String, Object> to, int version) {
    to.put("logging_collector", "on");
    to.put("log_directory", "/var/log/postgresql");
    // One file a weekday, each overwritten a week later: bounded without a job that deletes.
    to.put("log_filename", "postgresql-%d-%%a.log".formatted(version));
    to.put("log_truncate_on_rotation", "on");
    to.put("log_rotation_age", "1d");
    to.put("log_rotation_size", "0");
    to.put("log_line_prefix", "%m [%p] %q%u@%d %a %h ");
    to.put("log_connections", "off");
    to.put("log_disconnections", "off");
    to.put("log_min_duration_statement", "1000");
    to.put("log_checkpoints", "on");
    to.put("log_lock_waits", "on");
    to.put("log_autovacuum_min_duration", "1000");
  }
}
