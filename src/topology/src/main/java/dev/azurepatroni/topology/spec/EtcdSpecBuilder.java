package dev.azurepatroni.topology.spec;

import java.util.function.Consumer;

/** Builds a {@link EtcdSpec}. What is not set keeps its default. */
public final class EtcdSpecBuilder {
  private TieBreaker tieBreaker;
  private WitnessSpecBuilder witness = WitnessSpecBuilder.builder();

  private EtcdSpecBuilder() {}

  /** {@return a builder in which nothing is set} */
  public static EtcdSpecBuilder builder() {
    return new EtcdSpecBuilder();
  }

  /**
   * Starts from another specification.
   *
   * @param from the specification to copy
   * @return a builder with its values
   */
  public static EtcdSpecBuilder builder(EtcdSpec from) {
    EtcdSpecBuilder builder = new EtcdSpecBuilder();
    builder.tieBreaker = from.tieBreaker();
    builder.witness = WitnessSpecBuilder.builder(from.witness());
    return builder;
  }

  /**
   * Sets {@code tieBreaker}.
   *
   * @param tieBreaker where the etcd member that is on no database host runs
   * @return this builder
   */
  public EtcdSpecBuilder tieBreaker(TieBreaker tieBreaker) {
    this.tieBreaker = tieBreaker;
    return this;
  }

  /**
   * Changes {@code witness}: the witness host, where there is one.
   *
   * @param change what to set
   * @return this builder
   */
  public EtcdSpecBuilder witness(Consumer<WitnessSpecBuilder> change) {
    change.accept(witness);
    return this;
  }

  /**
   * Builds the specification.
   *
   * @return the specification, with defaults for what was not set
   */
  public EtcdSpec build() {
    return new EtcdSpec(tieBreaker, witness.build());
  }
}
