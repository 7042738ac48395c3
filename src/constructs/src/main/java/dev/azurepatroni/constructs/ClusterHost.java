package dev.azurepatroni.constructs;

/** A host, as the parts that connect hosts see it. */
public interface ClusterHost {
  /** Name of host and VM. */
  String hostName();

  /** Private address, a literal. */
  String privateIp();

  /** Availability zone. */
  String zone();

  /** Azure's id of the VM. */
  String vmId();

  /** Azure's id of the network interface. */
  String networkInterfaceId();

  /** Name of the interface's one address configuration. */
  default String ipConfigurationName() {
    return "primary";
  }

  /** The host's only identity. */
  HostIdentity identity();
}
