package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.ITerraformDependable;
import java.util.ArrayList;
import java.util.List;

/**
 * A network's subnet behind a firewall.
 *
 * @param network the subnet
 * @param guard the firewall's association
 */
record GuardedSubnet(Network network, ITerraformDependable guard) implements Subnet {
  @Override
  public String subnetId() {
    return network.subnetId();
  }

  @Override
  public List<ITerraformDependable> dependencies() {
    List<ITerraformDependable> dependencies = new ArrayList<>(network.dependencies());
    dependencies.add(guard);
    return dependencies;
  }

  @Override
  public boolean isImported() {
    return false;
  }
}
