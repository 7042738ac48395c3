package dev.azurepatroni.emulator.azure;

import dev.azurepatroni.emulator.azure.compute.DiskTypes;
import dev.azurepatroni.emulator.azure.compute.MachineTypes;
import dev.azurepatroni.emulator.azure.engine.Account;
import dev.azurepatroni.emulator.azure.engine.ApiFault;
import dev.azurepatroni.emulator.azure.engine.ApiFaults;
import dev.azurepatroni.emulator.azure.engine.AzureType;
import dev.azurepatroni.emulator.azure.engine.Behaviour;
import dev.azurepatroni.emulator.azure.engine.Cloud;
import dev.azurepatroni.emulator.azure.engine.Interruptions;
import dev.azurepatroni.emulator.azure.network.InterfaceTypes;
import dev.azurepatroni.emulator.azure.network.LoadBalancerTypes;
import dev.azurepatroni.emulator.azure.network.NetworkTypes;
import dev.azurepatroni.emulator.azure.network.SecurityGroupTypes;
import dev.azurepatroni.emulator.azure.platform.IdentityTypes;
import dev.azurepatroni.emulator.azure.platform.KeyVaultTypes;
import dev.azurepatroni.emulator.azure.platform.MonitorTypes;
import dev.azurepatroni.emulator.azure.platform.StorageTypes;
import dev.azurepatroni.emulator.inventory.ResourceStore;
import dev.azurepatroni.emulator.plugin.CallLog;
import dev.azurepatroni.emulator.plugin.Provider;
import dev.azurepatroni.emulator.plugin.ResourceType;
import dev.azurepatroni.emulator.schema.ProviderSchema;
import dev.azurepatroni.emulator.value.Value;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The emulator for hashicorp/azurerm: keeps in an inventory what Azure would create. */
public final class AzureProvider implements Provider {
  private final ProviderSchema schema = ProviderSchema.load("azurerm");
  private final Map<String, AzureType> resources = new TreeMap<>();
  private final Map<String, Reader> dataSources;
  private final Cloud cloud;

  /**
   * Creates the provider.
   *
   * @param faults injected, each from {@link ApiFault#parse}
   * @throws IllegalArgumentException if a fault names an unknown type; the message is for the user
   */
  public AzureProvider(ResourceStore inventory, List<ApiFault> faults, CallLog log) {
    cloud = new Cloud(inventory, Account.emulator(), new ApiFaults(faults, log), log);
    behaviours()
        .forEach(behaviour -> resources.put(behaviour.type(), new AzureType(behaviour, cloud)));
    for (ApiFault fault : faults) {
      if (!fault.type().isEmpty() && !resources.containsKey(fault.type())) {
        throw new IllegalArgumentException(
            "--fault: unknown type "
                + fault.type()
                + ". Use one of "
                + String.join(", ", resources.keySet())
                + ".");
      }
    }
    dataSources = new DataSources(cloud, resources).all();
  }

  /** Returns, by type, the arguments whose change in place powers a machine off and on. */
  public static Map<String, Interruptions> interruptions() {
    Map<String, Interruptions> all = new TreeMap<>();
    behaviours()
        .map(Interruptions::of)
        .filter(one -> !one.isEmpty())
        .forEach(one -> all.put(one.type(), one));
    return all;
  }

  /** Returns the behaviour of all types. */
  private static Stream<Behaviour> behaviours() {
    return Stream.of(
            IdentityTypes.types(),
            NetworkTypes.types(),
            SecurityGroupTypes.types(),
            InterfaceTypes.types(),
            LoadBalancerTypes.types(),
            MachineTypes.types(),
            DiskTypes.types(),
            KeyVaultTypes.types(),
            StorageTypes.types(),
            MonitorTypes.types())
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
  public void configure(Value config) {
    cloud.persistIds(
        config.isTrue("features.0.persist_id_on_create_before_polling_for_completion"));
    Value available = config.at("features.0.storage.0.data_plane_available");
    cloud.readStorageData(
        available.isNull() || Value.of(true).equals(available),
        config.isTrue("storage_use_azuread"));
  }

  @Override
  public void stop() {
    cloud.stop();
  }

  @Override
  public boolean legacyTypeSystem() {
    return true;
  }
}
