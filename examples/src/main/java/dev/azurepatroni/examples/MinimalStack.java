package dev.azurepatroni.examples;

import com.hashicorp.cdktf.TerraformOutput;
import com.hashicorp.cdktf.TerraformStack;
import dev.azurepatroni.constructs.cluster.PatroniCluster;
import dev.azurepatroni.topology.spec.ClusterSpec;
import software.constructs.Construct;

/** A cluster of defaults, with a resource group, a network and a vault of its own. */
public final class MinimalStack extends TerraformStack {
  /**
   * Creates the stack.
   *
   * @param scope the app
   * @param id name of the stack
   */
  public MinimalStack(Construct scope, String id) {
    super(scope, id);
    Surroundings.of(this);

    PatroniCluster cluster =
        PatroniCluster.Builder.create(this, "orders")
            .spec(ClusterSpec.ofDefaults("orders", "westeurope"))
            .build();

    TerraformOutput.Builder.create(this, "endpoint").value(cluster.poolerLb().endpoint()).build();
  }
}
