package dev.azurepatroni.emulator.azure.engine;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The arguments of a type whose change in place interrupts the machine.
 *
 * @param type Terraform's name of the type
 * @param restart arguments for which the provider powers it off and on
 * @param deallocate arguments for which it also gives its hardware back meanwhile
 */
public record Interruptions(String type, Set<String> restart, Set<String> deallocate) {

  /** Keeps sorted copies. */
  public Interruptions {
    restart = new TreeSet<>(restart);
    deallocate = new TreeSet<>(deallocate);
  }

  /** Returns those of a behaviour. */
  public static Interruptions of(Behaviour behaviour) {
    return new Interruptions(behaviour.type, behaviour.restartedBy, behaviour.deallocatedBy);
  }

  /** Returns whether no change interrupts it. */
  public boolean isEmpty() {
    return restart.isEmpty() && deallocate.isEmpty();
  }

  /** Counts and logs a restart if an update needs one. */
  static void carryOut(Behaviour behaviour, WriteRequest request, String key, String name) {
    if (request.isCreation()) {
      return;
    }
    List<String> because =
        Stream.concat(behaviour.restartedBy.stream(), behaviour.deallocatedBy.stream())
            .filter(request::changes)
            .toList();
    if (because.isEmpty()) {
      return;
    }
    boolean off = because.stream().anyMatch(behaviour.deallocatedBy::contains);
    request.inventory().countRestart(key);
    request
        .cloud()
        .log()
        .write(
            "azurerm %s %s %s, because of %s"
                .formatted(
                    off ? "deallocates and starts" : "powers off and starts",
                    behaviour.type,
                    name,
                    String.join(", ", because)));
  }
}
