package dev.azurepatroni.topology.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ClusterSpecBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterRulesTest {
  @Test
  void aMaxWalSizeBeyondTheWalDiskIsRefusedWhereItWasOverridden() {
    Finding error = Prod.onlyError(Prod.withParameter("max_wal_size", "600GB"));

    assertThat(error.path()).isEqualTo("postgresql.parameters.max_wal_size");
    assertThat(error.value()).contains("600GB");
    assertThat(error.problem()).contains("nine tenths of the WAL disk", "512 GiB");
    assertThat(error.fix()).contains("enlarge database.walDisk");
  }

  @Test
  void aSlotReserveBeyondTheWalDiskIsRefusedWhereItWasOverridden() {
    assertThat(Prod.onlyError(Prod.withParameter("max_slot_wal_keep_size", "500GB")).path())
        .isEqualTo("postgresql.parameters.max_slot_wal_keep_size");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wal_keep_size", "min_wal_size"})
  void everyAmountOfWalIsCountedAgainstTheDisk(String parameter) {
    Finding error = Prod.onlyError(Prod.withParameter(parameter, "600GB"));

    assertThat(error.path()).isEqualTo("postgresql.parameters." + parameter);
    assertThat(error.problem()).contains(parameter, "nine tenths of the WAL disk", "512 GiB");
  }

  @Test
  void aDiskIsNotNamedIfNoneIsLargeEnough() {
    assertThat(Prod.onlyError(Prod.withParameter("wal_keep_size", "100TB")).fix())
        .isEqualTo("lower max_wal_size or wal_keep_size");
  }

  @Test
  void whatIsKeptForStandbysAndForSlotsIsKeptOnce() {
    assertThat(Prod.errors(Prod.withParameter("wal_keep_size", "200GB"))).isEmpty();
  }

  @Test
  void anArchiveThatMayFailIsWarnedOf() {
    assertThat(warnedOf("archive_mode", "On")).contains("kept without limit");
    assertThat(Prod.warnings(Prod.withParameter("archive_mode", "off")))
        .isEqualTo(Prod.warnings(Prod.spec()));
  }

  @Test
  void anotherTimeOutOfStandbysThanTheBudgetsIsWarnedOf() {
    assertThat(warnedOf("wal_sender_timeout", "60s")).contains("the RTO budget counts 5 s");
  }

  private static String warnedOf(String parameter, String value) {
    return Prod.warnings(Prod.withParameter(parameter, value)).stream()
        .filter(warning -> warning.path().equals("postgresql.parameters." + parameter))
        .map(Finding::problem)
        .findFirst()
        .orElse("");
  }

  @Test
  void anOverrideThatStillFitsTheWalDiskIsTaken() {
    assertThat(
            Prod.plan(Prod.withParameter("max_wal_size", "200GB")).postgres().size("max_wal_size"))
        .hasToString("200GB");
  }

  @Test
  void sharedBuffersAboveHalfOfMemoryAreRefused() {
    Finding error = Prod.onlyError(Prod.withParameter("shared_buffers", "65GB"));

    assertThat(error.path()).isEqualTo("postgresql.parameters.shared_buffers");
    assertThat(error.value()).isEqualTo("65GB");
    assertThat(error.problem()).contains("half of the memory of Standard_D32s_v6", "64GB");
    assertThat(Prod.errors(Prod.withParameter("shared_buffers", "64GB"))).isEmpty();
  }

  @Test
  void workMemThatAllConnectionsCouldNotHaveAtOnceIsWarnedOf() {
    ClusterSpec spec = Prod.withParameter("work_mem", "256MB");

    assertThat(Prod.errors(spec)).isEmpty();
    assertThat(Prod.warnings(spec))
        .filteredOn(warning -> warning.path().equals("postgresql.parameters.work_mem"))
        .singleElement()
        .satisfies(warning -> assertThat(warning.problem()).contains("157GB", "128GB"));
  }

  @Test
  void moreConnectionsThanMemoryAreWarnedOfWhereTheyAreSet() {
    ClusterSpec spec =
        Prod.with(
            prod ->
                prod.database(database -> database.vmSize("Standard_D2s_v6"))
                    .postgresql(postgresql -> postgresql.maxConnections(5_000)));

    assertThat(Prod.warnings(spec)).extracting(Finding::path).contains("postgresql.maxConnections");
  }

  @ParameterizedTest
  @CsvSource({
    "max_connections, postgresql.maxConnections",
    "synchronous_standby_names, patroni.synchronousMode",
    "archive_timeout, backup.archiveTimeoutSeconds",
    "archive_mode, backup.enabled",
    "archive_command, backup.enabled",
    "archive_library, backup.enabled"
  })
  void aParameterThatAnotherSettingGovernsIsRefusedAndTheSettingNamed(
      String parameter, String setting) {
    Finding error = Prod.onlyError(Prod.withParameter(parameter, "1000"));

    assertThat(error.path()).isEqualTo("postgresql.parameters." + parameter);
    assertThat(error.fix()).contains(setting);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "primary_conninfo",
        "port",
        "listen_addresses",
        "data_directory",
        "hot_standby",
        "wal_log_hints",
        "restore_command",
        "recovery_target_timeline",
        "hba_file"
      })
  void aParameterThatPatroniSetsIsRefused(String parameter) {
    Finding error = Prod.onlyError(Prod.withParameter(parameter, "on"));

    assertThat(error.path()).isEqualTo("postgresql.parameters." + parameter);
    assertThat(error.problem()).contains("Patroni");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ssl_cert_file", "ssl_key_file", "ssl_ca_file", "unix_socket_directories"})
  void aParameterThatNamesAPlaceOfTheHostsLayoutIsRefused(String parameter) {
    Finding error = Prod.onlyError(Prod.withParameter(parameter, "/tmp/x"));

    assertThat(error.path()).isEqualTo("postgresql.parameters." + parameter);
    assertThat(error.problem()).contains("same on every host");
  }

  @Test
  void logsMayBeWrittenElsewhere() {
    assertThat(Prod.errors(Prod.withParameter("log_directory", "/pgdata/log"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "fsync,off",
    "fsync,0",
    "full_page_writes,off",
    "full_page_writes,false",
    "ssl,no",
    "synchronous_commit,off",
    "synchronous_commit,local",
    "synchronous_commit,' local '",
    "wal_level,minimal",
    "password_encryption,md5"
  })
  void aValueThatWouldLoseRowsOrProtectionIsRefused(String parameter, String value) {
    Finding error = Prod.onlyError(Prod.withParameter(parameter, value));

    assertThat(error.path()).isEqualTo("postgresql.parameters." + parameter);
    assertThat(error.problem()).contains("loses acknowledged rows");
  }

  @ParameterizedTest
  @CsvSource({"fsync,on", "synchronous_commit,remote_apply", "wal_level,replica", "ssl,on"})
  void aSafeValueOfTheSameParameterIsTaken(String parameter, String value) {
    assertThat(Prod.errors(Prod.withParameter(parameter, value))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "shared_buffers,8192",
    "work_mem,lots",
    "max_wal_size,1.5GB",
    "max_slot_wal_keep_size,-1"
  })
  void anAmountThatCannotBeAddedUpIsRefused(String parameter, String value) {
    Finding error = Prod.onlyError(Prod.withParameter(parameter, value));

    assertThat(error.path()).isEqualTo("postgresql.parameters." + parameter);
    assertThat(error.value()).isEqualTo(value);
    assertThat(error.fix()).contains("4GB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Work_Mem", "work-mem", "work mem", "1work_mem", "a.b.c", ""})
  void aNameThatPostgresqlCannotHaveIsRefused(String name) {
    assertThat(Prod.onlyError(Prod.withParameter(name, "64MB")).problem())
        .contains("lower-case letters");
  }

  @ParameterizedTest
  @CsvSource({
    "fsync,OFF",
    "fsync,f",
    "ssl,N",
    "full_page_writes,False",
    "synchronous_commit,Local",
    "synchronous_commit,remote_write",
    "password_encryption,MD5",
    "ssl_min_protocol_version,TLSv1",
    "ssl_min_protocol_version,''"
  })
  void anUnsafeValueIsRefusedInEverySpellingThatPostgresqlTakes(String parameter, String value) {
    assertThat(Prod.onlyError(Prod.withParameter(parameter, value)).path())
        .isEqualTo("postgresql.parameters." + parameter);
  }

  @ParameterizedTest
  @CsvSource({
    "max_wal_size,600GB,1200",
    "max_slot_wal_keep_size,800GB,993",
    "wal_keep_size,600GB,745"
  })
  void theWalDiskOfTheFixIsLargeEnough(String parameter, String value, int walGib) {
    ClusterSpec refused = Prod.withParameter(parameter, value);

    assertThat(Prod.onlyError(refused).fix()).endsWith(" to " + walGib + " GiB");
    assertThat(Prod.errors(withWalDisk(refused, walGib))).isEmpty();
    assertThat(Prod.errors(withWalDisk(refused, walGib - 1))).isNotEmpty();
  }

  @Test
  void anAmountBeyondEveryLimitOfPostgresqlIsRefused() {
    assertThat(Prod.onlyError(Prod.withParameter("work_mem", "999999999999TB")).path())
        .isEqualTo("postgresql.parameters.work_mem");
  }

  private static ClusterSpec withWalDisk(ClusterSpec spec, int gib) {
    return ClusterSpecBuilder.builder(spec)
        .database(database -> database.walDisk(disk -> disk.sizeGb(gib)))
        .build();
  }
}
