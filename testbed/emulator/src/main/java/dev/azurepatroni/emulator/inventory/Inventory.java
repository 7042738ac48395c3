package dev.azurepatroni.emulator.inventory;

import java.util.List;
import java.util.Optional;

/** The existing resources. A change is durable when its call returns. */
public interface Inventory {

  /** Returns the item with this id, ignoring case. */
  Optional<Item> find(String id);

  /** Returns all items of a type, in the order of ids. */
  List<Item> ofType(String type);

  /** Returns all items, in the order of ids. */
  List<Item> all();

  /** Adds an item, or replaces the one with its id. */
  void put(Item item);

  /** Removes the item with this id, if it exists. */
  void remove(String id);
}
