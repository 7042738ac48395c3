package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.ITerraformDependable;
import java.util.List;

/** A subnet for hosts and load balancers. */
public interface Subnet {
  /** {@return Azure's id of the subnet} */
  String subnetId();

  /** {@return resources that must exist before a host in the subnet can download packages} */
  List<ITerraformDependable> dependencies();

  /**
   * {@return whether the subnet was imported: its network security group is then left as it is, and
   * the firewall is attached to each host's network interface}
   */
  boolean isImported();

  /**
   * Imports a subnet. It must let its hosts reach Debian's package servers and, where the vault
   * denies public access, have the service endpoint {@code Microsoft.KeyVault}. Where the cluster
   * creates a storage account for its backups, it must have {@code Microsoft.Storage}, too: Azure
   * refuses the account otherwise.
   *
   * @param subnetId Azure's id, literal or from a data source
   * @return the subnet, which is left as it is
   */
  static Subnet fromId(String subnetId) {
    return new ImportedSubnet(subnetId);
  }
}
