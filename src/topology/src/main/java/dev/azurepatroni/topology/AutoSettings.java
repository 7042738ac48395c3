package dev.azurepatroni.topology;

import dev.azurepatroni.topology.spec.BackupStorageSpecBuilder;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ClusterSpecBuilder;
import dev.azurepatroni.topology.spec.SynchronousMode;
import dev.azurepatroni.topology.spec.TieBreaker;
import java.util.List;
import java.util.stream.Stream;

/** Decides every setting that is {@code auto} or left to follow from others, once. */
final class AutoSettings {
  /** Where account and container are in the id of a container, of the parts between slashes. */
  private static final int ACCOUNT = 8;

  private static final int CONTAINER = 12;

  private final ClusterSpec spec;
  private final boolean threeNodes;

  private AutoSettings(ClusterSpec spec) {
    this.spec = spec;
    this.threeNodes = spec.database().nodes() > 2;
  }

  /** The specification with nothing left open, whether it is valid or not. */
  static ClusterSpec decide(ClusterSpec spec) {
    return new AutoSettings(spec).decided();
  }

  private ClusterSpec decided() {
    List<String> zones = or(spec.zones(), List.of("1", "3", "2").subList(0, threeNodes ? 3 : 2));
    return ClusterSpecBuilder.builder(spec)
        .zones(zones)
        .network(
            network ->
                network.clientCidrs(
                    or(spec.network().clientCidrs(), List.of(spec.network().addressSpace()))))
        .etcd(
            etcd ->
                etcd.tieBreaker(tieBreaker())
                    .witness(
                        witness -> witness.zone(or(spec.etcd().witness().zone(), freeZone(zones)))))
        .patroni(patroni -> patroni.synchronousMode(synchronousMode()))
        .publicEndpoint(
            endpoint -> endpoint.domainLabel(or(spec.publicEndpoint().domainLabel(), spec.name())))
        .vault(vault -> vault.name(or(spec.vault().name(), spec.name() + "-kv")))
        .backup(backup -> backup.storage(this::storage))
        .build();
  }

  /** Account and container; those of an existing container stand in its id. */
  private void storage(BackupStorageSpecBuilder storage) {
    String[] id = spec.backup().storage().containerId().split("/", -1);
    if (id.length > CONTAINER) {
      storage.name(id[ACCOUNT]).container(id[CONTAINER]);
    } else {
      storage
          .name(or(spec.backup().storage().name(), spec.name().replace("-", "") + "bak"))
          .container(or(spec.backup().storage().container(), "backup"));
    }
  }

  private TieBreaker tieBreaker() {
    TieBreaker written = spec.etcd().tieBreaker();
    if (written != TieBreaker.AUTO) {
      return written;
    }
    return threeNodes ? TieBreaker.NONE : TieBreaker.WITNESS;
  }

  private SynchronousMode synchronousMode() {
    SynchronousMode written = spec.patroni().synchronousMode();
    if (written != SynchronousMode.AUTO) {
      return written;
    }
    return threeNodes ? SynchronousMode.QUORUM : SynchronousMode.ON;
  }

  /** A zone without a database node; with three nodes, which need no witness, any. */
  private String freeZone(List<String> zones) {
    List<String> taken =
        zones.subList(0, Math.max(0, Math.min(zones.size(), spec.database().nodes())));
    return Stream.of("1", "2", "3").filter(zone -> !taken.contains(zone)).findFirst().orElse("1");
  }

  private static String or(String written, String otherwise) {
    return written.isEmpty() ? otherwise : written;
  }

  private static List<String> or(List<String> written, List<String> otherwise) {
    return written.isEmpty() ? otherwise : written;
  }
}
