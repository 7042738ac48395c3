package dev.azurepatroni.topology.spec;

import static dev.azurepatroni.topology.spec.Defaults.or;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Both internal load balancers.
 *
 * @param probeIntervalSeconds pause between two probes, seconds
 * @param idleTimeoutMinutes idle time after which a flow is reset, minutes
 */
@RecordBuilder
public record LoadBalancersSpec(
    @Setting(
            value = "Pause between two health probes; 5 is the minimum of Azure.",
            unit = "seconds",
            min = 5,
            max = 60)
        Integer probeIntervalSeconds,
    @Setting(
            value = "Idle time after which the load balancer closes a flow with a TCP reset.",
            unit = "minutes",
            min = 4,
            max = 100)
        Integer idleTimeoutMinutes) {

  /**
   * Fills what was left out.
   *
   * @param probeIntervalSeconds pause between two probes, 5 to 60 seconds; 5 if null
   * @param idleTimeoutMinutes idle time after which a flow is reset, 4 to 100 minutes; 30 if null
   */
  public LoadBalancersSpec {
    probeIntervalSeconds = or(probeIntervalSeconds, 5);
    idleTimeoutMinutes = or(idleTimeoutMinutes, 30);
  }

  /** {@return a builder in which nothing is set} */
  public static LoadBalancersSpecBuilder builder() {
    return LoadBalancersSpecBuilder.builder();
  }
}
