package dev.azurepatroni.topology.spec;

/** What names in Azure Storage look like. */
final class StorageNotation {
  static final String CONTAINER = "(?=[a-z0-9-]{3,63}$)[a-z0-9](-?[a-z0-9])+";

  private StorageNotation() {}
}
