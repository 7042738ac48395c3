package dev.azurepatroni.app.reference;

import dev.azurepatroni.app.StateSpec;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.DatabaseSpec;
import dev.azurepatroni.topology.spec.DiskSpec;
import dev.azurepatroni.topology.spec.EtcdSpec;
import dev.azurepatroni.topology.spec.ImageSpec;
import dev.azurepatroni.topology.spec.LoadBalancersSpec;
import dev.azurepatroni.topology.spec.LogicalSlotSpec;
import dev.azurepatroni.topology.spec.MonitoringSpec;
import dev.azurepatroni.topology.spec.NetworkSpec;
import dev.azurepatroni.topology.spec.PackagesSpec;
import dev.azurepatroni.topology.spec.PatroniSpec;
import dev.azurepatroni.topology.spec.PoolersSpec;
import dev.azurepatroni.topology.spec.PostgresqlSpec;
import dev.azurepatroni.topology.spec.PublicEndpointSpec;
import dev.azurepatroni.topology.spec.SshSpec;
import dev.azurepatroni.topology.spec.VaultSpec;
import dev.azurepatroni.topology.spec.VmSizeSpec;
import dev.azurepatroni.topology.spec.WitnessSpec;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** Every mapping of a stack file, listed by hand, so that one that is forgotten is noticed. */
final class Settings {
  private Settings() {}

  /**
   * A mapping.
   *
   * @param type the record behind it
   * @param paths where it stands
   */
  record Mapping(Class<?> type, List<String> paths) {
    List<String> names() {
      return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    }
  }

  static List<Mapping> mappings() {
    return List.of(
        at(ClusterSpec.class, ""),
        at(NetworkSpec.class, "network"),
        at(DatabaseSpec.class, "database"),
        at(DiskSpec.class, "database.dataDisk", "database.walDisk"),
        at(PoolersSpec.class, "poolers"),
        at(EtcdSpec.class, "etcd"),
        at(WitnessSpec.class, "etcd.witness"),
        at(PostgresqlSpec.class, "postgresql"),
        at(LogicalSlotSpec.class, "postgresql.logicalSlots[]"),
        at(PatroniSpec.class, "patroni"),
        at(PackagesSpec.class, "packages"),
        at(LoadBalancersSpec.class, "loadBalancers"),
        at(PublicEndpointSpec.class, "publicEndpoint"),
        at(SshSpec.class, "ssh"),
        at(ImageSpec.class, "image"),
        at(VaultSpec.class, "vault"),
        at(MonitoringSpec.class, "monitoring"),
        at(VmSizeSpec.class, "vmSizes.<name>"),
        at(StateSpec.class, "state"));
  }

  private static Mapping at(Class<?> type, String... paths) {
    return new Mapping(type, List.of(paths));
  }
}
