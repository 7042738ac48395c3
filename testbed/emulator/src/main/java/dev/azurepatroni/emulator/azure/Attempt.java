package dev.azurepatroni.emulator.azure;

import dev.azurepatroni.emulator.inventory.Inventory;
import dev.azurepatroni.emulator.inventory.Item;
import dev.azurepatroni.emulator.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A creation or a change that Azure has to judge.
 *
 * @param cloud what exists and who asks
 * @param id the id that the resource has or gets
 * @param prior what is there; null's value for a creation
 * @param planned what is asked for
 * @param config the configuration, with write-only arguments
 */
record Attempt(Cloud cloud, String id, Value prior, Value planned, Value config) {

  boolean isCreation() {
    return prior.isNull();
  }

  boolean changes(String path) {
    return !prior.at(path).equals(planned.at(path));
  }

  String text(String path) {
    return planned.text(path).orElse("");
  }

  Inventory inventory() {
    return cloud.inventory();
  }

  /** What the id at a path stands for. */
  Optional<Item> referred(String path) {
    return planned.text(path).flatMap(cloud.inventory()::find);
  }

  /** Everything of a type but the resource itself. */
  Stream<Item> others(String type) {
    return cloud.inventory().ofType(type).stream().filter(item -> !item.id().equalsIgnoreCase(id));
  }

  /** Judges an attempt. */
  @FunctionalInterface
  interface Check {
    /** Why Azure refuses, nothing if it does not. */
    List<Rejection> judge(Attempt attempt);
  }
}
