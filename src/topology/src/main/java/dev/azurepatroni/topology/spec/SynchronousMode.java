package dev.azurepatroni.topology.spec;

/** Which standbys a commit waits for. */
public enum SynchronousMode {
  /** ON with two database nodes, QUORUM with three. */
  AUTO,
  /** One standby, named by Patroni. */
  ON,
  /** Any one of the standbys. */
  QUORUM,
  /** None: a failover may lose committed rows. */
  OFF
}
