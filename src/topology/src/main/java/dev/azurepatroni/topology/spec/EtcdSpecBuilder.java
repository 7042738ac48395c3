package dev.azurepatroni.topology.spec;

import java.util.function.Consumer;

/** Builds a {@link EtcdSpec}. What is not set keeps its default. */
public final class EtcdSpecBuilder {
  private TieBreaker tieBreaker;
  private WitnessSpec witness;

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
    builder.witness = from.witness();
    return builder;
  }

  /**
   * Sets {@code tieBreaker}.
   *
   * @param tieBreaker where the voter beside those of the database hosts stands
   * @return this builder
   */
  public EtcdSpecBuilder tieBreaker(TieBreaker tieBreaker) {
    this.tieBreaker = tieBreaker;
    return this;
  }

  /**
   * Sets {@code witness}.
   *
   * @param witness the witness host, where there is one
   * @return this builder
   */
  public EtcdSpecBuilder witness(WitnessSpec witness) {
    this.witness = witness;
    return this;
  }

  /**
   * Changes {@code witness}, starting from what is set, else from its defaults.
   *
   * @param change what to set
   * @return this builder
   */
  public EtcdSpecBuilder witness(Consumer<WitnessSpecBuilder> change) {
    WitnessSpecBuilder builder =
        witness == null ? WitnessSpecBuilder.builder() : WitnessSpecBuilder.builder(witness);
    change.accept(builder);
    return witness(builder.build());
  }

  /**
   * Builds the specification.
   *
   * @return the specification, with defaults for what was not set
   */
  public EtcdSpec build() {
    return new EtcdSpec(tieBreaker, witness);
  }
}
