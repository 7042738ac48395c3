package dev.azurepatroni.topology.spec;

import static dev.azurepatroni.topology.spec.Defaults.or;

/**
 * The etcd members. Every database host is one.
 *
 * @param tieBreaker where the etcd member that is on no database host runs
 * @param witness the witness host, where there is one
 */
public record EtcdSpec(
    @Setting(
            value =
                "Host of the etcd member outside the database hosts: `witness`, a small VM of its own;"
                    + " `pooler`, the last pooler (one zone then hosts two of three members, and"
                    + " losing it stops writes); `none`, no such member.",
            defaultsTo = "`auto`: `witness` with two database nodes, `none` with three")
        TieBreaker tieBreaker,
    @Setting("The witness, a VM that runs etcd only.") WitnessSpec witness) {

  /**
   * Fills what was left out.
   *
   * @param tieBreaker where the etcd member that is on no database host runs; {@link
   *     TieBreaker#AUTO} if null
   * @param witness the witness host, where there is one; the defaults if null
   */
  public EtcdSpec {
    tieBreaker = or(tieBreaker, TieBreaker.AUTO);
    witness = or(witness, WitnessSpecBuilder.builder().build());
  }

  /** {@return a builder in which nothing is set} */
  public static EtcdSpecBuilder builder() {
    return EtcdSpecBuilder.builder();
  }
}
