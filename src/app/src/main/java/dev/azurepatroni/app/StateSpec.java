package dev.azurepatroni.app;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.spec.Setting;

/**
 * Where Terraform keeps a stack's state. There is no default: a state that is local by accident is
 * lost with a laptop. The names follow Azure's rules (<a
 * href="https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules">naming
 * rules and restrictions</a>, <a
 * href="https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata">naming
 * containers and blobs</a>).
 *
 * @param backend local or azurerm
 * @param resourceGroup of the storage account
 * @param storageAccount the account
 * @param container in the account
 * @param key name of the blob
 */
public record StateSpec(
    @Setting(
            value =
                "`local`, a file in the checkout; `azurerm`, a blob, opened with Entra"
                    + " authentication.",
            required = true,
            example = "local")
        Backend backend,
    @Setting(
            value = "azurerm: resource group of the storage account.",
            pattern = "|[a-zA-Z0-9_().-]{0,89}[a-zA-Z0-9_()-]",
            patternMeans =
                "1 to 90 letters, digits, dashes, underscores, dots and parentheses, not ending with"
                    + " a dot",
            example = "orders-state-rg")
        String resourceGroup,
    @Setting(
            value = "azurerm: the storage account; must exist before the first deployment.",
            pattern = "|[a-z0-9]{3,24}",
            patternMeans = "3 to 24 lower-case letters and digits",
            example = "ordersstate")
        String storageAccount,
    @Setting(
            value = "azurerm: container in the account.",
            pattern = "|(?=.{3,63}$)[a-z0-9](-?[a-z0-9])+",
            patternMeans =
                "3 to 63 lower-case letters, digits and single dashes, starting and ending with a"
                    + " letter or digit",
            example = "tfstate")
        String container,
    @Setting(
            value = "azurerm: name of the blob.",
            pattern =
                "|(?=.{1,1024}$)[a-zA-Z0-9._~-]*[a-zA-Z0-9_~-](/[a-zA-Z0-9._~-]*[a-zA-Z0-9_~-]){0,253}",
            patternMeans =
                "up to 1,024 letters, digits and - . _ ~, separated by single slashes, no part ending"
                    + " with a dot",
            example = "orders/prod.tfstate",
            defaultsTo = "`<stack>.tfstate`, the stack file's name")
        String key) {

  /** Fills what was left out. */
  public StateSpec {
    backend = backend == null ? Backend.LOCAL : backend;
    resourceGroup = resourceGroup == null ? "" : resourceGroup;
    storageAccount = storageAccount == null ? "" : storageAccount;
    container = container == null ? "" : container;
    key = key == null ? "" : key;
  }

  /** Checks that the backend has all it needs and nothing that it would ignore. */
  void check(Findings findings) {
    if (backend == Backend.AZURERM) {
      needed("state.resourceGroup", resourceGroup, "orders-state-rg", findings);
      needed("state.storageAccount", storageAccount, "ordersstate", findings);
      needed("state.container", container, "tfstate", findings);
    } else {
      ignored("state.resourceGroup", resourceGroup, findings);
      ignored("state.storageAccount", storageAccount, findings);
      ignored("state.container", container, findings);
      ignored("state.key", key, findings);
    }
  }

  private static void needed(String path, String value, String example, Findings findings) {
    if (value.isEmpty()) {
      findings.error(
          path,
          "(missing)",
          "the azurerm backend requires it",
          "write its name, for example " + example);
    }
  }

  private static void ignored(String path, String value, Findings findings) {
    if (!value.isEmpty()) {
      findings.error(
          path, value, "the local backend does not use it", "remove it, or write backend: azurerm");
    }
  }
}
