package dev.azurepatroni.constructs.compute;

import dev.azurepatroni.constructs.secrets.HostIdentity;

/** A node, seen through the host it stands on. */
interface NodeHost extends ClusterHost {
  /** The host. */
  ClusterHost host();

  @Override
  default String hostName() {
    return host().hostName();
  }

  @Override
  default String privateIp() {
    return host().privateIp();
  }

  @Override
  default String zone() {
    return host().zone();
  }

  @Override
  default String vmId() {
    return host().vmId();
  }

  @Override
  default String networkInterfaceId() {
    return host().networkInterfaceId();
  }

  @Override
  default HostIdentity identity() {
    return host().identity();
  }
}
