package dev.azurepatroni.constructs.network;

import dev.azurepatroni.constructs.Site;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * What a load balancer needs.
 *
 * @param site where in Azure
 * @param name of the load balancer
 * @param port of frontend and backend
 * @param probe how a backend is found healthy
 * @param probeIntervalSeconds pause between two probes, 5 or more; 5 if not given
 * @param idleTimeoutMinutes idle time before a flow is reset, 4 to 100; 30 if not given
 */
@RecordBuilder
public record LbProps(
    Site site,
    String name,
    Integer port,
    Probe probe,
    Integer probeIntervalSeconds,
    Integer idleTimeoutMinutes) {
  private static final int LEAST_INTERVAL = 5;

  /** Fills in the defaults and refuses what Azure refuses. */
  public LbProps {
    probeIntervalSeconds = probeIntervalSeconds == null ? Integer.valueOf(5) : probeIntervalSeconds;
    idleTimeoutMinutes = idleTimeoutMinutes == null ? Integer.valueOf(30) : idleTimeoutMinutes;
    if (probeIntervalSeconds < LEAST_INTERVAL) {
      throw new IllegalArgumentException(
          "probeIntervalSeconds is %d; Azure allows no less than 5"
              .formatted(probeIntervalSeconds));
    }
    if (idleTimeoutMinutes < 4 || idleTimeoutMinutes > 100) {
      throw new IllegalArgumentException(
          "idleTimeoutMinutes is %d; Azure allows 4 to 100".formatted(idleTimeoutMinutes));
    }
  }
}
