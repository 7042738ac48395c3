package dev.azurepatroni.app;

import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.Setting;

/**
 * A stack file: the settings of its cluster stand at its top level, the state next to them.
 *
 * @param cluster the cluster
 * @param subscription Azure's subscription; empty: the environment names it
 * @param state where Terraform keeps the stack's state
 */
public record StackConfig(
    ClusterSpec cluster,
    @Setting(
            value = "Azure subscription.",
            pattern = "|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            patternMeans =
                "an id: 32 lower-case hexadecimal digits in groups of 8, 4, 4, 4 and 12, as"
                    + " `az account show --query id` prints it",
            example = "3f1c9a40-77de-4b8a-9a51-0c6de2b81f24",
            defaultsTo = "the environment variable `ARM_SUBSCRIPTION_ID`")
        String subscription,
    @Setting(
            value = "Location of Terraform's state.",
            required = true,
            example = "{ backend: local }")
        StateSpec state) {
  /** Stands in for a missing state, which is reported, so that the rest is checked all the same. */
  public StackConfig {
    subscription = subscription == null ? "" : subscription;
    state = state == null ? new StateSpec(Backend.LOCAL, null, null, null, null) : state;
  }
}
