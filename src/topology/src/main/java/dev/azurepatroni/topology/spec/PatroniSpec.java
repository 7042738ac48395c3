package dev.azurepatroni.topology.spec;

import static dev.azurepatroni.topology.spec.Defaults.or;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Failover.
 *
 * @param ttl leader lease, seconds
 * @param loopWait pause between two rounds of Patroni, seconds
 * @param retryTimeout how long etcd or PostgreSQL may fail before the leader steps down, seconds
 * @param synchronousMode which standbys a commit waits for
 * @param synchronousModeStrict whether writes stop when no standby can confirm them
 * @param maximumLagOnFailoverMb WAL that a standby may lack and still be promoted, MiB; 0: worked
 *     out
 */
@RecordBuilder
public record PatroniSpec(
    @Setting(
            value = "Leader lease. Patroni raises a value below 20 to 20.",
            unit = "seconds",
            min = 20,
            max = 300)
        Integer ttl,
    @Setting(value = "Pause between two loops of Patroni.", unit = "seconds", min = 1, max = 60)
        Integer loopWait,
    @Setting(
            value =
                "How long etcd or PostgreSQL may fail to answer before Patroni demotes the leader."
                    + " `loopWait` + 2 × `retryTimeout` must not exceed `ttl`.",
            unit = "seconds",
            min = 3,
            max = 60)
        Integer retryTimeout,
    @Setting(
            value =
                "Standby that a commit waits for: `on`, one named standby; `quorum`, any one of"
                    + " several; `off`, none (a failover can lose committed rows).",
            defaultsTo = "`auto`: `on` with two database nodes, `quorum` with three")
        SynchronousMode synchronousMode,
    @Setting("Whether writes stop while no standby can confirm them.")
        Boolean synchronousModeStrict,
    @Setting(
            value =
                "How much WAL a standby may lack and still be promoted. Patroni applies the limit to"
                    + " a synchronous standby, too, which has every acknowledged row whatever it"
                    + " lacks.",
            unit = "MiB",
            min = 0,
            max = 1_048_576,
            defaultsTo = "0: no limit in synchronous modes, 1 MiB in mode `off`")
        Integer maximumLagOnFailoverMb) {

  /**
   * Fills what was left out.
   *
   * @param ttl leader lease, 20 to 300 seconds; 20 if null
   * @param loopWait pause between two rounds of Patroni, 1 to 60 seconds; 2 if null
   * @param retryTimeout how long etcd or PostgreSQL may fail before the leader steps down, 3 to 60
   *     seconds; 3 if null
   * @param synchronousMode which standbys a commit waits for; {@link SynchronousMode#AUTO} if null
   * @param synchronousModeStrict whether writes stop when no standby can confirm them; false if
   *     null
   * @param maximumLagOnFailoverMb WAL that a standby may lack and still be promoted, 0 to 1,048,576
   *     MiB; 0 if null, which means worked out
   */
  public PatroniSpec {
    ttl = or(ttl, 20);
    loopWait = or(loopWait, 2);
    retryTimeout = or(retryTimeout, 3);
    synchronousMode = or(synchronousMode, SynchronousMode.AUTO);
    synchronousModeStrict = or(synchronousModeStrict, false);
    maximumLagOnFailoverMb = or(maximumLagOnFailoverMb, 0);
  }

  /** {@return a builder in which nothing is set} */
  public static PatroniSpecBuilder builder() {
    return PatroniSpecBuilder.builder();
  }
}
