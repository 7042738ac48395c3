package dev.azurepatroni.constructs.network;

import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.internal.Preconditions;
import io.soabase.recordbuilder.core.RecordBuilder;

/** The properties that both load balancers have, as their builders document them. */
@RecordBuilder
record LbProps(
    AzureLocation location,
    String name,
    Integer port,
    Probe probe,
    Integer probeIntervalSeconds,
    Integer idleTimeoutMinutes) {

  LbProps {
    probeIntervalSeconds = probeIntervalSeconds == null ? Integer.valueOf(5) : probeIntervalSeconds;
    idleTimeoutMinutes = idleTimeoutMinutes == null ? Integer.valueOf(30) : idleTimeoutMinutes;
    Preconditions.inRange("probeIntervalSeconds", probeIntervalSeconds, 5, 3_600);
    Preconditions.inRange("idleTimeoutMinutes", idleTimeoutMinutes, 4, 100);
  }

  /** The required properties; the caller adds its own and checks them all. */
  Preconditions preconditions(String construct) {
    return Preconditions.of(construct)
        .require("location", location)
        .require("name", name)
        .require("port", port)
        .require("probe", probe);
  }
}
