package dev.azurepatroni.constructs.synth;

import java.util.ArrayList;
import java.util.List;

/** What a failed assertion says: facts, one a line, their values under each other. */
final class Facts {
  private record Fact(String key, String value) {}

  private final List<Fact> facts = new ArrayList<>();

  private Facts() {}

  static Facts of(String key, Object value) {
    return new Facts().and(key, value);
  }

  Facts and(String key, Object value) {
    facts.add(new Fact(key, String.valueOf(value)));
    return this;
  }

  AssertionError failure() {
    int width = facts.stream().mapToInt(fact -> fact.key().length()).max().orElse(0);
    StringBuilder message = new StringBuilder();
    for (Fact fact : facts) {
      message.append('\n').append(fact.key()).append(" ".repeat(width - fact.key().length()));
      message.append(" : ").append(fact.value());
    }
    return new AssertionError(message.toString());
  }
}
