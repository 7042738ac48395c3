package dev.azurepatroni.topology.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.secret.Password;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupPlanTest {
  private static final long GIB = 1L << 30;

  @Test
  void aPathHasTheClustersNameAndItsGeneration() {
    assertThat(backup(Prod.with(prod -> prod.backup(b -> b.generation(3)))).path())
        .isEqualTo("/pgpatroni/3");
  }

  @Test
  void theAccountIsNamedAfterTheClusterWithoutDashes() {
    BackupPlan backup = backup(ClusterSpec.ofDefaults("pg-orders-1", "germanywestcentral"));

    assertThat(backup.account()).isEqualTo("pgorders1bak");
    assertThat(backup.endpoint()).isEqualTo("pgorders1bak.blob.core.windows.net");
    assertThat(backup.container()).isEqualTo("backup");
  }

  @Test
  void theLongestClusterNameStillMakesAnAccountName() {
    assertThat(backup(ClusterSpec.ofDefaults("a".repeat(21), "germanywestcentral")).account())
        .hasSize(24);
  }

  @ParameterizedTest
  @CsvSource({
    "Standard_D2s_v6, 2",
    "Standard_D16s_v6, 4",
    "Standard_D32s_v6, 8",
    "Standard_D64s_v6, 8"
  })
  void processesAreAQuarterOfTheProcessorsBetweenTwoAndEight(String size, int processes) {
    ClusterSpec spec = Prod.with(prod -> prod.database(database -> database.vmSize(size)));

    assertThat(backup(spec).processes()).isEqualTo(processes);
  }

  @Test
  void whatIsWrittenReplacesWhatIsWorkedOut() {
    BackupPlan backup = backup(Prod.with(prod -> prod.backup(b -> b.processes(3).walQueueGb(7))));

    assertThat(backup.processes()).isEqualTo(3);
    assertThat(backup.walQueueBytes()).isEqualTo(7 * GIB);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8, 32, 512, 65_536})
  void theQueueWorkedOutNeverAsksForALargerDisk(int sizeGb) {
    ClusterSpec spec =
        Prod.with(
            prod ->
                prod.database(
                    database ->
                        database.walDisk(disk -> disk.sizeGb(sizeGb).iops(3000).mbps(125))));

    assertThat(Prod.errors(spec)).isEmpty();
    assertThat(backup(spec).walQueueBytes())
        .isBetween(sizeGb * GIB * 2 / 5 - (1 << 20), sizeGb * GIB * 2 / 5);
  }

  @Test
  void aQueueThatTheWalDiskCannotHoldIsRefused() {
    Finding error = Prod.onlyError(Prod.with(prod -> prod.backup(b -> b.walQueueGb(500))));

    assertThat(error.path()).isEqualTo("backup.walQueueGb");
    assertThat(error.value()).isEqualTo("48GB + 500GB");
    assertThat(error.problem())
        .isEqualTo(
            "max_wal_size + backup.walQueueGb must fit into nine tenths of the WAL disk, 471859MB of 512 GiB");
    assertThat(error.fix()).startsWith("lower max_wal_size or backup.walQueueGb, or enlarge");
  }

  @Test
  void archivingIsSetWithBackupAndLeftToPeopleWithout() {
    ClusterSpec without =
        Prod.with(
            prod ->
                prod.backup(backup -> backup.enabled(false))
                    .postgresql(postgresql -> postgresql.parameters(Map.of("archive_mode", "on"))));

    assertThat(Prod.plan().postgres().parameters())
        .containsEntry("archive_mode", "on")
        .containsEntry("archive_command", "/usr/lib/azure-patroni/pgbackrest-push \"%p\"")
        .containsEntry("archive_timeout", "60s");
    assertThat(Prod.plan(without).backup()).isEmpty();
    assertThat(Prod.plan(without).postgres().parameters())
        .containsEntry("archive_mode", "on")
        .doesNotContainKeys("archive_command", "archive_timeout");
  }

  @Test
  void theKeyOfBackupsExistsOnlyWhereTheyAreEncrypted() {
    ClusterPlan open = Prod.plan(Prod.with(prod -> prod.backup(b -> b.encryption(false))));
    ClusterPlan off = Prod.plan(Prod.with(prod -> prod.backup(b -> b.enabled(false))));

    assertThat(Prod.plan().passwords()).contains(Password.BACKUP_CIPHER);
    assertThat(open.passwords()).doesNotContain(Password.BACKUP_CIPHER);
    assertThat(off.passwords()).doesNotContain(Password.BACKUP_CIPHER);
    assertThat(open.secrets(open.databases().get(0)).byLabel()).doesNotContainKey("backup-cipher");
  }

  @Test
  void theBudgetOfProd() {
    assertThat(Prod.plan().backupBudget().orElseThrow().text())
        .isEqualTo(
            """
              rows lost with all data disks: those of the last 65 s, while the archive answers
              WAL is kept while the archive is away for 61 h at 1 MB/s, 6 h 6 min at 10 MB/s, 36 min at 100 MB/s
              a restore takes at least 15 min: 1,024 GiB at 1,200 MB/s""");
  }

  @Test
  void aVmThatLetsLessThroughThanItsDiskBoundsTheRestore() {
    ClusterSpec small =
        Prod.with(prod -> prod.database(database -> database.vmSize("Standard_D2s_v6")));
    BackupBudget.Restore restore = Prod.plan(small).backupBudget().orElseThrow().restore();

    assertThat(restore.mbps())
        .isEqualTo(Prod.plan(small).databases().get(0).size().mbps())
        .isLessThan(1200);
  }

  private static BackupPlan backup(ClusterSpec spec) {
    return Prod.plan(spec).backup().orElseThrow();
  }
}
