package dev.azurepatroni.constructs.compute;

import dev.azurepatroni.constructs.network.NetworkedHost;
import dev.azurepatroni.constructs.secrets.HostIdentity;

/** A host, as the parts that connect hosts see it. */
public interface ClusterHost extends NetworkedHost {
  /** {@return availability zone} */
  String zone();

  /** {@return Azure's id of the VM} */
  String vmId();

  /** {@return the host's only identity} */
  HostIdentity identity();
}
