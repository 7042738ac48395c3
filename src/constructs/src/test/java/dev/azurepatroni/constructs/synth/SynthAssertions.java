package dev.azurepatroni.constructs.synth;

/** Where assertions on what was synthesised begin. */
public final class SynthAssertions {
  private SynthAssertions() {}

  /** Asserts on a stack. */
  public static SynthSubject assertThat(Synth actual) {
    return new SynthSubject(actual);
  }
}
