package dev.azurepatroni.emulator.azure.engine;

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
public record WriteRequest(Cloud cloud, String id, Value prior, Value planned, Value config) {

  public boolean isCreation() {
    return prior.isNull();
  }

  public boolean changes(String path) {
    return !prior.at(path).equals(planned.at(path));
  }

  public String text(String path) {
    return planned.text(path).orElse("");
  }

  public Inventory inventory() {
    return cloud.inventory();
  }

  /** What the id at a path stands for. */
  public Optional<Item> referred(String path) {
    return planned.text(path).flatMap(cloud.inventory()::find);
  }

  /** Everything of a type but the resource itself. */
  public Stream<Item> others(String type) {
    return cloud.inventory().ofType(type).stream().filter(item -> !item.id().equalsIgnoreCase(id));
  }

  /** Judges an attempt. */
  @FunctionalInterface
  public interface Check {
    /** Why Azure refuses, nothing if it does not. */
    List<Rejection> judge(WriteRequest request);
  }
}
