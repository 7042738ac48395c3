package dev.azurepatroni.app;

import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.Setting;

/**
 * A stack file: the settings of its cluster stand at its top level, the state next to them.
 *
 * @param cluster the cluster
 * @param state where Terraform keeps the stack's state
 */
public record StackConfig(
    ClusterSpec cluster,
    @Setting(
            value = "Location of Terraform's state.",
            required = true,
            example = "{ backend: local }")
        StateSpec state) {
  /** Stands in for a missing state, which is reported, so that the rest is checked all the same. */
  public StackConfig {
    state = state == null ? new StateSpec(Backend.LOCAL, null, null, null, null) : state;
  }
}
