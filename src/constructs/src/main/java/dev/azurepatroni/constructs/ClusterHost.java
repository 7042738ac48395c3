package dev.azurepatroni.constructs;

/** A host, as the parts that connect hosts see it. */
public interface ClusterHost {
  /** {@return name of host and VM} */
  String hostName();

  /** {@return private address, a literal} */
  String privateIp();

  /** {@return availability zone} */
  String zone();

  /** {@return Azure's id of the VM} */
  String vmId();

  /** {@return Azure's id of the network interface} */
  String networkInterfaceId();

  /** {@return name of the interface's one address configuration} */
  default String ipConfigurationName() {
    return "primary";
  }

  /** {@return the host's only identity} */
  HostIdentity identity();
}
