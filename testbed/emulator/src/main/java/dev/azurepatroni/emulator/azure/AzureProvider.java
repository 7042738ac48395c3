package dev.azurepatroni.emulator.azure;

import dev.azurepatroni.emulator.inventory.Inventory;
import dev.azurepatroni.emulator.plugin.CallLog;
import dev.azurepatroni.emulator.plugin.Provider;
import dev.azurepatroni.emulator.plugin.ResourceType;
import dev.azurepatroni.emulator.schema.ProviderSchema;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Stands in for hashicorp/azurerm: what Terraform would see of Azure, from an inventory. */
public final class AzureProvider implements Provider {
  private final ProviderSchema schema = ProviderSchema.load("azurerm");
  private final Map<String, AzureType> resources = new TreeMap<>();
  private final Map<String, Reader> dataSources;

  /**
   * Serves what the inventory holds.
   *
   * @param faults what is to go wrong, each read by {@link Fault#parse}
   * @throws IllegalArgumentException with a sentence for the user if a fault names a type that
   *     nobody serves
   */
  public AzureProvider(Inventory inventory, List<Fault> faults, CallLog log) {
    Cloud cloud = new Cloud(inventory, Account.emulator(), new Faults(faults, log));
    behaviours()
        .forEach(behaviour -> resources.put(behaviour.type, new AzureType(behaviour, cloud)));
    for (Fault fault : faults) {
      if (!resources.containsKey(fault.type())) {
        throw new IllegalArgumentException(
            "--fault names "
                + fault.type()
                + ", which is none of "
                + String.join(", ", resources.keySet())
                + ".");
      }
    }
    dataSources = new DataSources(cloud, resources).all();
  }

  /** The tables of all types. */
  private static Stream<Behaviour> behaviours() {
    return Stream.of(
            Identity.types(),
            Networks.types(),
            SecurityGroups.types(),
            Interfaces.types(),
            LoadBalancers.types(),
            Compute.types(),
            Disks.types(),
            Vault.types(),
            Monitoring.types())
        .flatMap(Collection::stream);
  }

  @Override
  public String name() {
    return "azurerm";
  }

  @Override
  public ProviderSchema schema() {
    return schema;
  }

  @Override
  public Map<String, ResourceType> resources() {
    return Map.copyOf(resources);
  }

  @Override
  public Map<String, Reader> dataSources() {
    return dataSources;
  }

  @Override
  public Map<String, Reader> ephemerals() {
    return Map.of();
  }

  @Override
  public boolean legacyTypeSystem() {
    return true;
  }
}
