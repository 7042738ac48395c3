package dev.azurepatroni.topology.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.spec.BackupSpecBuilder;
import dev.azurepatroni.topology.spec.BackupStorageSpecBuilder;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupRulesTest {
  private static final String CONTAINER =
      "/subscriptions/6b3a1d52-9c07-4f5e-8f0e-2d1c4a7b9e30/resourceGroups/orders-rg/providers"
          + "/Microsoft.Storage/storageAccounts/sharedbak/blobServices/default/containers/orders-1";

  @ParameterizedTest
  @ValueSource(strings = {"Ordersbak", "orders-bak", "ob", "abcdefghijklmnopqrstuvwxy", "örders"})
  void anAccountNameThatAzureWouldRefuseIsRefused(String name) {
    Finding error = onlyError(storage -> storage.name(name));

    assertThat(error.path()).isEqualTo("backup.storage.name");
    assertThat(error.value()).isEqualTo(name);
    assertThat(error.problem()).isEqualTo("must be 3 to 24 lower-case letters and digits");
    assertThat(error.fix()).contains("ordersbak");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pg", "-backup", "backup-", "back--up", "Backup", "back_up", "$root"})
  void aContainerNameThatAzureWouldRefuseIsRefused(String name) {
    Finding error = onlyError(storage -> storage.container(name));

    assertThat(error.path()).isEqualTo("backup.storage.container");
    assertThat(error.problem()).contains("3 to 63 lower-case letters, digits and single dashes");
  }

  @Test
  void aContainerNameOfSixtyThreeCharactersIsTakenAndALongerOneRefused() {
    assertThat(Prod.errors(with(backup -> backup.storage(s -> s.container("c".repeat(63))))))
        .isEmpty();
    assertThat(onlyError(storage -> storage.container("c".repeat(64))).path())
        .isEqualTo("backup.storage.container");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zrs", "GRS", "RAGZRS", ""})
  void aReplicationOtherThanTheThreeIsRefused(String replication) {
    Finding error = onlyError(storage -> storage.replication(replication));

    assertThat(error.path()).isEqualTo("backup.storage.replication");
    assertThat(error.problem()).isEqualTo("must be ZRS, GZRS or LRS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders",
        "/subscriptions/x/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a",
        "/subscriptions/6b3a1d52-9c07-4f5e-8f0e-2d1c4a7b9e30/resourceGroups/g/providers"
            + "/Microsoft.Storage/storageAccounts/ordersbak/blobServices/default/containers/pg",
        "/subscriptions/6b3a1d52-9c07-4f5e-8f0e-2d1c4a7b9e30/resourcegroups/g/providers"
            + "/Microsoft.Storage/storageAccounts/ordersbak/blobServices/default/containers/backup",
        "https://ordersbak.blob.core.windows.net/backup"
      })
  void anIdThatIsNoContainersIsRefused(String id) {
    Finding error = onlyError(storage -> storage.containerId(id));

    assertThat(error.path()).isEqualTo("backup.storage.containerId");
    assertThat(error.problem()).contains("/blobServices/default/containers/NAME");
  }

  @Test
  void anExistingContainerGivesAccountAndContainer() {
    var plan = Prod.plan(with(backup -> backup.storage(s -> s.containerId(CONTAINER))));

    assertThat(plan.backup().orElseThrow().account()).isEqualTo("sharedbak");
    assertThat(plan.backup().orElseThrow().container()).isEqualTo("orders-1");
  }

  @Test
  void aNameBesidesAnExistingContainerIsRefused() {
    List<Finding> errors =
        Prod.errors(
            with(
                backup ->
                    backup.storage(
                        s -> s.containerId(CONTAINER).name("ordersbak").container("backup"))));

    assertThat(errors)
        .extracting(Finding::path)
        .containsExactly("backup.storage.name", "backup.storage.container");
    assertThat(errors)
        .allSatisfy(
            error -> {
              assertThat(error.problem())
                  .isEqualTo("backup.storage.containerId names an existing account and container");
              assertThat(error.fix()).startsWith("remove it");
            });
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "-1", "100000", "359"})
  void aRetentionOutsideItsRangeIsRefused(int days) {
    assertThat(Prod.errors(with(backup -> backup.fullEveryDays(1).retentionDays(days))))
        .filteredOn(error -> error.problem().startsWith("must be between"))
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.path()).isEqualTo("backup.retentionDays");
              assertThat(error.value()).isEqualTo(Integer.toString(days));
              assertThat(error.problem()).isEqualTo("must be between 2 and 358 days");
            });
  }

  @Test
  void aRetentionThatHoldsOneFullBackupIsRefused() {
    Finding error = Prod.onlyError(with(backup -> backup.fullEveryDays(30)));

    assertThat(error.path()).isEqualTo("backup.retentionDays");
    assertThat(error.value()).isEqualTo("14");
    assertThat(error.problem()).startsWith("must be at least 60: two full backups, one each 30");
    assertThat(error.fix()).isEqualTo("raise it to 60, or lower backup.fullEveryDays to 7");
    assertThat(Prod.errors(with(backup -> backup.fullEveryDays(30).retentionDays(60)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"25:00", "25:00-26:00", "01:00", "1:00-5:00", "01:00-01:00", "01:60-02:00", ""})
  void aWindowThatIsNoneIsRefused(String window) {
    Finding error = Prod.onlyError(with(backup -> backup.window(window)));

    assertThat(error.path()).isEqualTo("backup.window");
    assertThat(error.problem())
        .contains("two different times from 00:00 to 23:59 with a dash between");
    assertThat(error.fix()).contains("23:00-03:00");
  }

  @Test
  void aWindowMayCrossMidnight() {
    assertThat(Prod.errors(with(backup -> backup.window("23:00-03:00")))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "1000, 32"})
  void aNumberOfProcessesOutsideItsRangeIsRefused(int processes, int nearest) {
    Finding error = Prod.onlyError(with(backup -> backup.processes(processes)));

    assertThat(error.path()).isEqualTo("backup.processes");
    assertThat(error.problem()).isEqualTo("must be between 0 and 32");
    assertThat(error.fix()).contains("write " + nearest);
  }

  @Test
  void aGenerationBelowOneIsRefused() {
    Finding error = Prod.onlyError(with(backup -> backup.generation(0)));

    assertThat(error.path()).isEqualTo("backup.generation");
    assertThat(error.problem()).isEqualTo("must be between 1 and 1,000,000");
  }

  @Test
  void oneZonesReplicationWithHostsInSeveralIsWarnedOf() {
    Finding warning = onlyWarning(backup -> backup.storage(s -> s.replication("LRS")));

    assertThat(warning.path()).isEqualTo("backup.storage.replication");
    assertThat(warning.problem()).contains("one zone", "the database hosts are in 2");
    assertThat(warning.fix()).isEqualTo("write ZRS or leave it out");
  }

  @Test
  void aClusterWithoutBackupIsWarnedOf() {
    Finding warning = onlyWarning(backup -> backup.enabled(false).fullEveryDays(100));

    assertThat(warning.path()).isEqualTo("backup.enabled");
    assertThat(warning.problem())
        .contains("cannot be restored", "Backups that exist stay in Azure", "does not manage them");
    assertThat(warning.fix())
        .contains("delete the storage account", "the secret pgpatroni-backup-cipher-password");
  }

  @Test
  void backupsThatAreNeverProvedAreWarnedOf() {
    Finding warning = onlyWarning(backup -> backup.restoreTestEveryDays(0));

    assertThat(warning.path()).isEqualTo("backup.restoreTestEveryDays");
    assertThat(warning.problem()).contains("no backup is ever restored");
  }

  private static Finding onlyWarning(Consumer<BackupSpecBuilder> change) {
    List<Finding> usual = Prod.warnings(Prod.spec());
    List<Finding> warnings =
        Prod.warnings(with(change)).stream().filter(each -> !usual.contains(each)).toList();
    assertThat(warnings).hasSize(1);
    return warnings.get(0);
  }

  private static Finding onlyError(Consumer<BackupStorageSpecBuilder> change) {
    return Prod.onlyError(with(backup -> backup.storage(change)));
  }

  private static ClusterSpec with(Consumer<BackupSpecBuilder> change) {
    return Prod.with(prod -> prod.backup(change));
  }
}
