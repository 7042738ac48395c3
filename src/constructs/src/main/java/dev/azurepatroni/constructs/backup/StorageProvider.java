package dev.azurepatroni.constructs.backup;

import com.hashicorp.cdktf.Aspects;
import com.hashicorp.cdktf.IAspect;
import com.hashicorp.cdktf.TerraformStack;
import com.hashicorp.cdktf.providers.azurerm.provider.AzurermProvider;
import java.util.List;
import java.util.Map;
import software.constructs.Construct;
import software.constructs.IConstruct;

/**
 * What azurerm needs to create a storage account whose data it cannot reach: otherwise it asks the
 * account's queues at each plan, and the account's network rules refuse the machine that plans.
 */
final class StorageProvider implements IAspect {
  private static final String ID = "azure-patroni-storage-provider";

  private final TerraformStack stack;

  private StorageProvider(TerraformStack stack) {
    this.stack = stack;
  }

  /**
   * Configures every azurerm provider that the stack has when it is synthesised; once for all
   * stores of a stack.
   *
   * @param scope anywhere in the stack
   */
  static void configure(Construct scope) {
    TerraformStack stack = TerraformStack.of(scope);
    if (stack.getNode().tryFindChild(ID) == null) {
      // On a leaf, as the tags of a cluster are: the kernel calls back once for each node.
      Aspects.of(new Construct(stack, ID)).add(new StorageProvider(stack));
    }
  }

  @Override
  public void visit(IConstruct leaf) {
    for (IConstruct child : stack.getNode().getChildren()) {
      if (child instanceof AzurermProvider azurerm) {
        azurerm.addOverride("storage_use_azuread", true);
        // cdktf appends an overridden list to the one that is there.
        if (hasStorage(azurerm)) {
          azurerm.addOverride("features.0.storage.0.data_plane_available", false);
        } else {
          azurerm.addOverride("features.0.storage", List.of(Map.of("data_plane_available", false)));
        }
      }
    }
  }

  private static boolean hasStorage(AzurermProvider azurerm) {
    Object found = azurerm.toTerraform();
    for (Object step : List.of("provider", "azurerm", 0, "features", 0, "storage")) {
      if (found instanceof Map<?, ?> map) {
        found = map.get(step);
      } else if (found instanceof List<?> list && step instanceof Integer index) {
        found = index < list.size() ? list.get(index) : null;
      } else {
        return false;
      }
    }
    return found != null;
  }
}
