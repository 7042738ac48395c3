package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.ITerraformDependable;
import java.util.List;

/**
 * A subnet by id.
 *
 * @param subnetId Azure's id
 */
record ImportedSubnet(String subnetId) implements Subnet {
  @Override
  public List<ITerraformDependable> dependencies() {
    return List.of();
  }

  @Override
  public boolean isImported() {
    return true;
  }
}
