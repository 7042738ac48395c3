package dev.azurepatroni.topology.spec;

/** Where the etcd voter beside those on the database hosts stands. */
public enum TieBreaker {
  /** A witness with two database nodes, none with three. */
  AUTO,
  /** A small host of its own, in a zone of its own. */
  WITNESS,
  /** On the last pooler. */
  POOLER,
  /** Nowhere: the database hosts are all the voters. */
  NONE
}
