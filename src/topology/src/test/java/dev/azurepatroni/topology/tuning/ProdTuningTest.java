package dev.azurepatroni.topology.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.Prod;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The values that the facts give for prod, to the letter. */
class ProdTuningTest {
  private final ClusterPlan prod = Prod.plan();

  @Test
  void memoryIsSharedOutAsTunedForThePairOf128GibHosts() {
    assertThat(prod.postgres().parameters())
        .containsAllEntriesOf(
            Map.of(
                "shared_buffers", "32GB",
                "huge_pages", "try",
                "effective_cache_size", "96GB",
                "work_mem", "64MB",
                "hash_mem_multiplier", "2",
                "maintenance_work_mem", "4GB",
                "wal_buffers", "128MB"));
  }

  @Test
  void workersAreCountedFrom32Processors() {
    assertThat(prod.postgres().parameters())
        .containsAllEntriesOf(
            Map.of(
                "max_worker_processes", "32",
                "max_parallel_workers", "30",
                "max_parallel_workers_per_gather", "16",
                "max_parallel_maintenance_workers", "8"));
  }

  @Test
  void theWriteAheadLogIsSizedByItsDiskOf512Gib() {
    assertThat(prod.postgres().parameters())
        .containsAllEntriesOf(
            Map.of(
                "wal_keep_size", "48GB",
                "max_wal_size", "48GB",
                "min_wal_size", "12GB",
                "max_slot_wal_keep_size", "209715MB"));
  }

  @Test
  void replicationIsSynchronousAndDurable() {
    assertThat(prod.postgres().parameters())
        .containsAllEntriesOf(
            Map.of(
                "wal_level", "logical",
                "max_wal_senders", "20",
                "max_replication_slots", "20",
                "wal_compression", "lz4",
                "wal_log_hints", "on",
                "full_page_writes", "on",
                "synchronous_commit", "on",
                "hot_standby_feedback", "on",
                "checkpoint_timeout", "15min",
                "checkpoint_completion_target", "0.9"));
  }

  @Test
  void aSilentStandbyIsGivenUpWithinFiveSeconds() {
    assertThat(prod.postgres().parameters())
        .containsAllEntriesOf(
            Map.of(
                "wal_sender_timeout", "5s",
                "wal_receiver_timeout", "4s",
                "wal_receiver_status_interval", "1s",
                "wal_retrieve_retry_interval", "1s"));
  }

  @Test
  void thePlannerKnowsThatReadsAreFast() {
    assertThat(prod.postgres().parameters())
        .containsAllEntriesOf(
            Map.of(
                "random_page_cost", "1.1",
                "seq_page_cost", "1.0",
                "effective_io_concurrency", "256",
                "default_statistics_target", "100",
                "enable_partitionwise_join", "on",
                "enable_partitionwise_aggregate", "on"));
  }

  @Test
  void connectionsAreEncryptedLimitedAndGivenUpWhenTheyAreDead() {
    assertThat(prod.postgres().parameters())
        .containsAllEntriesOf(
            Map.of(
                "max_connections", "500",
                "password_encryption", "scram-sha-256",
                "ssl", "on",
                "ssl_min_protocol_version", "TLSv1.2",
                "shared_preload_libraries", "pg_stat_statements",
                "tcp_keepalives_idle", "5",
                "tcp_keepalives_interval", "3",
                "tcp_keepalives_count", "3",
                "tcp_user_timeout", "10000",
                "idle_in_transaction_session_timeout", "10min"));
  }

  @Test
  void slowStatementsLocksAndCheckpointsAreLogged() {
    assertThat(prod.postgres().parameters())
        .containsAllEntriesOf(
            Map.of(
                "log_min_duration_statement", "1000",
                "log_checkpoints", "on",
                "log_lock_waits", "on",
                "log_autovacuum_min_duration", "1000"));
  }

  @Test
  void aWeekOfLogsIsKeptInOneFileADay() {
    assertThat(prod.postgres().parameters())
        .containsAllEntriesOf(
            Map.of(
                "logging_collector", "on",
                "log_directory", "/var/log/postgresql",
                "log_filename", "postgresql-16-%a.log",
                "log_truncate_on_rotation", "on",
                "log_rotation_age", "1d",
                "log_rotation_size", "0",
                "log_line_prefix", "%m [%p] %q%u@%d %a %h ",
                "log_connections", "off",
                "log_disconnections", "off"));
  }

  @Test
  void everyParameterThatPatroniTakesFromItsDynamicConfigurationOnlyIsKnown() {
    assertThat(PostgresTuning.DCS_ONLY)
        .containsExactlyInAnyOrder(
            "max_connections",
            "max_worker_processes",
            "wal_level",
            "max_wal_senders",
            "max_replication_slots",
            "max_prepared_transactions",
            "max_locks_per_transaction",
            "track_commit_timestamp");
  }

  @Test
  void anOverriddenParameterReplacesTheTunedOneAndOnlyThat() {
    Map<String, String> tuned = prod.postgres().parameters();

    Map<String, String> overridden =
        Prod.plan(Prod.withParameter("wal_compression", "pglz")).postgres().parameters();

    assertThat(overridden).containsEntry("wal_compression", "pglz").hasSameSizeAs(tuned);
    assertThat(tuned)
        .allSatisfy(
            (name, value) -> {
              if (!name.equals("wal_compression")) {
                assertThat(overridden).containsEntry(name, value);
              }
            });
  }

  @Test
  void aParameterThatIsNotTunedCanBeAdded() {
    assertThat(
            Prod.plan(Prod.withParameter("auto_explain.log_min_duration", "5s"))
                .postgres()
                .parameters())
        .containsEntry("auto_explain.log_min_duration", "5s");
  }
}
