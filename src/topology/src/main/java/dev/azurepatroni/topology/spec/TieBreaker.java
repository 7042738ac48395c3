package dev.azurepatroni.topology.spec;

/** Where the etcd member that is on no database host runs. */
public enum TieBreaker {
  /** A witness with two database nodes, none with three. */
  AUTO,
  /** A small host of its own, in a zone of its own. */
  WITNESS,
  /** On the last pooler. */
  POOLER,
  /** Nowhere: the database hosts are all the etcd members. */
  NONE
}
