package dev.azurepatroni.topology.internal.rules;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.spec.BackupSpec;
import dev.azurepatroni.topology.spec.BackupStorageSpec;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.List;

/** What the settings of backups have to obey together. */
public final class BackupRules {
  private final Findings findings;

  private BackupRules(Findings findings) {
    this.findings = findings;
  }

  /**
   * Checks the settings of backups.
   *
   * @param written the cluster as it was written
   * @param zones of the database hosts, decided
   * @param findings where breaches go
   */
  public static void check(ClusterSpec written, List<String> zones, Findings findings) {
    BackupRules rules = new BackupRules(findings);
    BackupSpec backup = written.backup();
    if (!backup.enabled()) {
      findings.warning(
          "backup.enabled",
          false,
          "nothing is archived: a deleted table, or lost data disks, cannot be restored. Backups that exist stay in Azure, and this stack does not manage them any more",
          "remove it, or back the cluster up in another way; to get rid of old backups, delete the storage account in Azure by hand, and then the secret %s-backup-cipher-password from the vault"
              .formatted(written.name()));
      return;
    }
    rules.storage(backup.storage());
    rules.replication(backup.storage(), zones);
    rules.retention(backup);
    if (backup.restoreTestEveryDays() == 0) {
      findings.warning(
          "backup.restoreTestEveryDays",
          0,
          "no backup is ever restored, so no one knows whether one can be",
          "write 7 or leave it out");
    }
  }

  private void storage(BackupStorageSpec storage) {
    if (storage.containerId().isEmpty()) {
      return;
    }
    taken("backup.storage.name", storage.name());
    taken("backup.storage.container", storage.container());
  }

  private void taken(String path, String value) {
    if (!value.isEmpty()) {
      findings.error(
          path,
          value,
          "backup.storage.containerId names an existing account and container",
          "remove it, or remove containerId for a storage account of the cluster");
    }
  }

  private void replication(BackupStorageSpec storage, List<String> zones) {
    long several = zones.stream().distinct().count();
    if (storage.containerId().isEmpty() && storage.replication().equals("LRS") && several > 1) {
      findings.warning(
          "backup.storage.replication",
          "LRS",
          "keeps every copy in one zone, and the database hosts are in %d: one zone is lost with all backups"
              .formatted(several),
          "write ZRS or leave it out");
    }
  }

  private void retention(BackupSpec backup) {
    int least = 2 * backup.fullEveryDays();
    if (backup.retentionDays() >= least) {
      return;
    }
    findings.error(
        "backup.retentionDays",
        backup.retentionDays(),
        "must be at least %d: two full backups, one each %d days, so that one is left if the other is damaged"
            .formatted(least, backup.fullEveryDays()),
        "raise it to %d%s"
            .formatted(
                least,
                backup.retentionDays() >= 2
                    ? ", or lower backup.fullEveryDays to " + backup.retentionDays() / 2
                    : ""));
  }
}
