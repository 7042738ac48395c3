package dev.azurepatroni.topology.spec;

import static dev.azurepatroni.topology.spec.Defaults.or;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Azure Monitor.
 *
 * @param enabled whether every host runs the Azure Monitor Agent
 * @param retentionDays how long the workspace keeps logs, days
 */
@RecordBuilder
public record MonitoringSpec(
    @Setting("Whether every host sends logs and metrics to a Log Analytics workspace.")
        Boolean enabled,
    @Setting(value = "How long the workspace keeps them.", unit = "days", min = 30, max = 730)
        Integer retentionDays) {

  /**
   * Fills what was left out.
   *
   * @param enabled whether every host runs the Azure Monitor Agent; true if null
   * @param retentionDays how long the workspace keeps logs, 30 to 730 days; 30 if null
   */
  public MonitoringSpec {
    enabled = or(enabled, true);
    retentionDays = or(retentionDays, 30);
  }

  /** {@return a builder in which nothing is set} */
  public static MonitoringSpecBuilder builder() {
    return MonitoringSpecBuilder.builder();
  }
}
