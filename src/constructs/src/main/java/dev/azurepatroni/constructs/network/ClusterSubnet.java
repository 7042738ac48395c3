package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.ITerraformDependable;
import java.util.List;

/** A subnet that hosts and load balancers stand in. */
public interface ClusterSubnet {
  /** {@return Azure's id of the subnet} */
  String subnetId();

  /** {@return what has to exist before a host in the subnet can reach its packages} */
  List<ITerraformDependable> ready();

  /**
   * {@return whether the subnet is somebody else's: its network security group is then left alone
   * and the hosts' interfaces are guarded instead}
   */
  boolean foreign();

  /**
   * A subnet that exists already. It must let its hosts out to their packages and, where the vault
   * denies public access, have the service endpoint Microsoft.KeyVault.
   *
   * @param subnetId Azure's id, literal or from a data source
   * @return the subnet, which is left as it is
   */
  static ClusterSubnet existing(String subnetId) {
    return new ExistingSubnet(subnetId);
  }

  /**
   * A subnet by id.
   *
   * @param subnetId Azure's id
   */
  record ExistingSubnet(String subnetId) implements ClusterSubnet {
    @Override
    public List<ITerraformDependable> ready() {
      return List.of();
    }

    @Override
    public boolean foreign() {
      return true;
    }
  }
}
