package dev.azurepatroni.lab.drill;

import dev.azurepatroni.topology.budget.FaultKind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Something that goes wrong, and how it is caused.
 *
 * @param kind the key of its budget; its id is the name on the command line
 * @param trials how many a whole drill makes of it
 * @param hold how long it lasts at least before it is undone
 * @param target the longest write gap through the poolers that is aimed at, seconds, 95 % of trials
 * @param clients how many write through each endpoint
 * @param plan how it is caused
 */
record Fault(
    FaultKind kind, int trials, Duration hold, OptionalDouble target, int clients, Plan plan) {

  /** A fault without a target of its own, with one client for each endpoint. */
  static Fault of(FaultKind kind, int trials, Duration hold, Plan plan) {
    return new Fault(kind, trials, hold, OptionalDouble.empty(), 1, plan);
  }

  String id() {
    return kind.id();
  }

  /** The same with what is aimed at, in seconds. */
  Fault aimed(double seconds) {
    return new Fault(kind, trials, hold, OptionalDouble.of(seconds), clients, plan);
  }

  /** The same with more clients. */
  Fault with(int clients) {
    return new Fault(kind, trials, hold, target, clients, plan);
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
