package dev.azurepatroni.topology.internal.rules;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.PatroniSpec;
import dev.azurepatroni.topology.spec.SynchronousMode;

/** What Patroni's own settings have to obey; from its documentation of dynamic configuration. */
public final class PatroniRules {
  private static final int LEAST_TTL = 20;

  private PatroniRules() {}

  /**
   * Checks timing and synchronous replication.
   *
   * @param spec the cluster
   * @param findings where breaches go
   */
  public static void check(ClusterSpec spec, Findings findings) {
    PatroniSpec patroni = spec.patroni();
    int needed = patroni.loopWait() + 2 * patroni.retryTimeout();
    if (needed > patroni.ttl()) {
      findings.error(
          "patroni.ttl",
          patroni.ttl(),
          "loopWait + 2 x retryTimeout = %d + 2 x %d = %d must not exceed ttl"
              .formatted(patroni.loopWait(), patroni.retryTimeout(), needed),
          "raise ttl to %d, or lower loopWait or retryTimeout; Patroni would change them itself"
              .formatted(Math.max(LEAST_TTL, needed)));
    }
    if (patroni.synchronousMode() == SynchronousMode.OFF) {
      findings.warning(
          "patroni.synchronousMode",
          "off",
          "a failover can lose acknowledged rows",
          "write `auto`, unless the loss is acceptable");
    }
    if (patroni.synchronousMode() != SynchronousMode.OFF && patroni.maximumLagOnFailoverMb() > 0) {
      findings.warning(
          "patroni.maximumLagOnFailoverMb",
          patroni.maximumLagOnFailoverMb(),
          "excludes the synchronous standby, too: if the leader is lost during a bulk load, no"
              + " standby is promoted until it is back",
          "leave it out: in synchronous modes a standby has every acknowledged row whatever its lag");
    }
    if (patroni.synchronousMode() == SynchronousMode.OFF && patroni.synchronousModeStrict()) {
      findings.error(
          "patroni.synchronousModeStrict",
          true,
          "has no effect while synchronousMode is off",
          "leave it out, or write synchronousMode: auto");
    }
  }
}
