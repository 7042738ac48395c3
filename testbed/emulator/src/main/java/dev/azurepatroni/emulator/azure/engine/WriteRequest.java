package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.inventory.ResourceStore;
import dev.azurepatroni.emulator.inventory.StoredResource;
import dev.azurepatroni.emulator.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A request to create or update a resource.
 *
 * @param cloud the resources and the account
 * @param id the id of the resource
 * @param prior the state before; null for a creation
 * @param planned the state to reach
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

  public ResourceStore inventory() {
    return cloud.inventory();
  }

  /** Returns the resource whose id is at a path. */
  public Optional<StoredResource> referred(String path) {
    return planned.text(path).flatMap(cloud.inventory()::find);
  }

  /** Returns all resources of a type except this one. */
  public Stream<StoredResource> others(String type) {
    return cloud.inventory().ofType(type).stream().filter(item -> !item.id().equalsIgnoreCase(id));
  }

  /** Returns whether another resource has the same text at a path, in any case. */
  public boolean agreesWith(StoredResource other, String path) {
    return other.state().text(path).filter(text(path)::equalsIgnoreCase).isPresent();
  }

  /** A check of Azure. */
  @FunctionalInterface
  public interface Check {
    /** Returns the errors, empty if Azure accepts the request. */
    List<Rejection> reject(WriteRequest request);
  }
}
