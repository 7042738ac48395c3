package dev.azurepatroni.constructs.cluster;

import com.hashicorp.cdktf.ITerraformDependable;
import dev.azurepatroni.constructs.cloudinit.CustomData;
import dev.azurepatroni.constructs.compute.ClusterHost;
import dev.azurepatroni.constructs.compute.VirtualMachine;
import dev.azurepatroni.constructs.secrets.HostIdentity;
import dev.azurepatroni.constructs.secrets.VaultSecret;
import dev.azurepatroni.topology.host.Host;
import java.util.List;
import software.constructs.Construct;

/**
 * A host that serves a cluster. It can be added to load balancers, to a firewall's groups and to
 * monitoring.
 */
public abstract sealed class ClusterNode extends Construct implements ClusterHost
    permits PatroniNode, PoolerNode {
  private final VirtualMachine machine;

  ClusterNode(
      Construct scope,
      String id,
      NodePlacement placement,
      Host host,
      CustomData customData,
      List<VaultSecret> secrets) {
    super(scope, id);
    this.machine = placement.machine(this, "machine", host, customData, secrets);
  }

  /** {@return the virtual machine} */
  public VirtualMachine virtualMachine() {
    return machine;
  }

  @Override
  public String hostName() {
    return machine.hostName();
  }

  @Override
  public String privateIp() {
    return machine.privateIp();
  }

  @Override
  public String zone() {
    return machine.zone();
  }

  @Override
  public String vmId() {
    return machine.vmId();
  }

  @Override
  public String networkInterfaceId() {
    return machine.networkInterfaceId();
  }

  @Override
  public HostIdentity identity() {
    return machine.identity();
  }

  @Override
  public List<ITerraformDependable> attachments() {
    return machine.attachments();
  }
}
