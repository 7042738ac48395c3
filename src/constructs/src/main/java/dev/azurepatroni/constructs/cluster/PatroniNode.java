package dev.azurepatroni.constructs.cluster;

import dev.azurepatroni.constructs.cloudinit.CustomData;
import dev.azurepatroni.constructs.secrets.VaultSecret;
import dev.azurepatroni.topology.host.Host;
import java.util.List;
import software.constructs.Construct;

/**
 * A host of PostgreSQL, Patroni and an etcd member. Only {@link PatroniCluster} creates it, because
 * the members of a cluster are configured together.
 */
public final class PatroniNode extends ClusterNode {
  PatroniNode(
      Construct scope,
      NodePlacement placement,
      Host host,
      CustomData customData,
      List<VaultSecret> secrets) {
    super(scope, host.name(), placement, host, customData, secrets);
  }

  /** {@return PostgreSQL, {@code 10.50.1.4:5432}; only the leader accepts writes} */
  public String endpoint() {
    return privateIp() + ":" + ClusterPorts.POSTGRESQL;
  }

  /** {@return Patroni's REST interface, {@code https://10.50.1.4:8008}} */
  public String patroniUrl() {
    return "https://%s:%d".formatted(privateIp(), ClusterPorts.PATRONI);
  }
}
