package dev.azurepatroni.constructs.network;

/** A host, as firewalls and load balancers see it. */
public interface NetworkedHost {
  /** {@return name of the host, unique in the stack} */
  String hostName();

  /** {@return private address, a literal} */
  String privateIp();

  /** {@return Azure's id of the network interface} */
  String networkInterfaceId();

  /** {@return name of the interface's one address configuration} */
  default String ipConfigurationName() {
    return "primary";
  }
}
