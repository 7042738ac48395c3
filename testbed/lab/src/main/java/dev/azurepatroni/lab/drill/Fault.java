package dev.azurepatroni.lab.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Something that goes wrong, and how it is caused.
 *
 * @param id what it is called on the command line
 * @param title in words
 * @param trials how many a whole drill makes of it
 * @param hold how long it lasts at least before it is undone
 * @param budget what synth calls it in its RTO budget, if it is in there
 * @param target the longest write gap through the poolers that is aimed at, seconds, 95 % of trials
 * @param clients how many write through each endpoint
 * @param plan how it is caused
 */
record Fault(
    String id,
    String title,
    int trials,
    Duration hold,
    Optional<String> budget,
    OptionalDouble target,
    int clients,
    Plan plan) {

  /** One that synth's budget does not know, with no aim of its own, and a client an endpoint. */
  static Fault of(String id, String title, int trials, Duration hold, Plan plan) {
    return new Fault(id, title, trials, hold, Optional.empty(), OptionalDouble.empty(), 1, plan);
  }

  /** The same with its name in the budget. */
  Fault budgeted(String name) {
    return new Fault(id, title, trials, hold, Optional.of(name), target, clients, plan);
  }

  /** The same with what is aimed at, in seconds. */
  Fault aimed(double seconds) {
    return new Fault(id, title, trials, hold, budget, OptionalDouble.of(seconds), clients, plan);
  }

  /** The same with more clients. */
  Fault with(int clients) {
    return new Fault(id, title, trials, hold, budget, target, clients, plan);
  }

  /** Chooses whom a fault meets, by who leads now. */
  interface Plan {
    /** Looks, and brings the cluster into the state that the fault starts from. */
    Strike prepare(Scene scene) throws IOException;
  }

  /** Something done to hosts. */
  interface Act {
    /** Does it. */
    void run() throws IOException;
  }

  /**
   * A fault with its victim.
   *
   * @param targets hosts that it meets
   * @param act causes it
   * @param undo takes it back; nothing where the cluster mends itself
   */
  record Strike(List<String> targets, Act act, Optional<Act> undo) {
    /** Keeps a copy. */
    Strike {
      targets = List.copyOf(targets);
    }

    static Strike of(String target, Act act) {
      return new Strike(List.of(target), act, Optional.empty());
    }

    static Strike of(String target, Act act, Act undo) {
      return new Strike(List.of(target), act, Optional.of(undo));
    }
  }
}
