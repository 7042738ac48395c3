package dev.azurepatroni.constructs.backup;

/**
 * A container by id and names.
 *
 * @param containerId Azure's id
 * @param accountName name of its storage account
 * @param containerName its name
 */
record ImportedBackupStore(String containerId, String accountName, String containerName)
    implements BackupStore {}
