package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.ITerraformDependable;
import java.util.ArrayList;
import java.util.List;

/**
 * The cluster's own subnet, ready once it is guarded.
 *
 * @param network the subnet
 * @param guard the firewall's association
 */
record GuardedSubnet(Network network, ITerraformDependable guard) implements ClusterSubnet {
  @Override
  public String subnetId() {
    return network.subnetId();
  }

  @Override
  public List<ITerraformDependable> ready() {
    List<ITerraformDependable> ready = new ArrayList<>(network.ready());
    ready.add(guard);
    return ready;
  }

  @Override
  public boolean foreign() {
    return false;
  }
}
