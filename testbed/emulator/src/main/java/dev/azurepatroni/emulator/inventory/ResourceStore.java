package dev.azurepatroni.emulator.inventory;

import java.util.List;
import java.util.Optional;

/** The existing resources. A change is durable when its call returns. */
public interface ResourceStore {

  /** Returns the resource with this id, ignoring case. */
  Optional<StoredResource> find(String id);

  /** Returns all resources of a type, in the order of ids. */
  List<StoredResource> ofType(String type);

  /** Returns all resources, in the order of ids. */
  List<StoredResource> all();

  /** Adds a resource, or replaces the one with its id. */
  void put(StoredResource resource);

  /** The same, for a resource whose creation failed: its provisioning state is Failed. */
  void putFailed(StoredResource resource);

  /**
   * Counts a restart of the machine with this id; the next {@link #put} of it stores the number.
   */
  void countRestart(String id);

  /** Removes the resource with this id, if it exists. */
  void remove(String id);
}
