package dev.azurepatroni.topology.spec;

import static dev.azurepatroni.topology.spec.Defaults.or;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Where the backups are: a storage account of the cluster, or a container that exists already.
 *
 * @param name of the storage account, unique in all of Azure; empty: from the cluster's name
 * @param container in the account; empty: backup
 * @param replication how Azure replicates the account
 * @param containerId Azure's id of an existing container; empty: the cluster creates its own
 */
@RecordBuilder
public record BackupStorageSpec(
    @Setting(
            value = "Name of the storage account; must be unused in all of Azure.",
            pattern = "|[a-z0-9]{3,24}",
            patternMeans = "3 to 24 lower-case letters and digits",
            example = "ordersbak",
            defaultsTo = "`<name>bak`, without the dashes of the cluster's name")
        String name,
    @Setting(
            value = "Name of the container in the account.",
            pattern = "|" + StorageNotation.CONTAINER,
            patternMeans =
                "3 to 63 lower-case letters, digits and single dashes, starting and ending with a"
                    + " letter or digit",
            example = "backup",
            defaultsTo = "`backup`")
        String container,
    @Setting(
            value =
                "How Azure replicates the account. `ZRS`: three zones; `GZRS`: three zones and a"
                    + " second region; `LRS`: one zone, whose loss takes the backups with it.",
            pattern = "ZRS|GZRS|LRS",
            patternMeans = "ZRS, GZRS or LRS",
            example = "ZRS")
        String replication,
    @Setting(
            value =
                "Azure's id of an existing container, instead of a storage account of the cluster. Its"
                    + " account must admit the hosts' subnet.",
            pattern =
                "|/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/resourceGroups/[^/${}%]{1,90}"
                    + "/providers/Microsoft\\.Storage/storageAccounts/[a-z0-9]{3,24}"
                    + "/blobServices/default/containers/"
                    + StorageNotation.CONTAINER,
            patternMeans =
                "/subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Storage/storageAccounts/ACCOUNT"
                    + "/blobServices/default/containers/NAME, upper and lower case as here",
            example =
                "/subscriptions/6b3a1d52-9c07-4f5e-8f0e-2d1c4a7b9e30/resourceGroups/orders-rg/providers"
                    + "/Microsoft.Storage/storageAccounts/ordersbak/blobServices/default/containers/backup",
            defaultsTo = "none: the cluster creates its own")
        String containerId) {
  /**
   * Fills what was left out.
   *
   * @param name of the storage account, 3 to 24 lower-case letters and digits; empty if null, which
   *     means from the cluster's name
   * @param container in the account, 3 to 63 characters; empty if null, which means backup
   * @param replication ZRS, GZRS or LRS; ZRS if null
   * @param containerId Azure's id of an existing container; empty if null, which means that the
   *     cluster creates its own
   */
  public BackupStorageSpec {
    name = or(name, "");
    container = or(container, "");
    replication = or(replication, "ZRS");
    containerId = or(containerId, "");
  }

  /** {@return a builder in which nothing is set} */
  public static BackupStorageSpecBuilder builder() {
    return BackupStorageSpecBuilder.builder();
  }
}
