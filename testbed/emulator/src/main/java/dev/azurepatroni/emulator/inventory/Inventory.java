package dev.azurepatroni.emulator.inventory;

import java.util.List;
import java.util.Optional;

/**
 * What exists. A change lasts from the moment its call returns, whatever becomes of the process.
 */
public interface Inventory {

  /** What has this id, in whatever case that is written. */
  Optional<Item> find(String id);

  /** Everything of one type, in the order of ids. */
  List<Item> ofType(String type);

  /** Everything, in the order of ids. */
  List<Item> all();

  /** Adds something, or puts it in the place of what has its id. */
  void put(Item item);

  /** Removes what has this id, if there is such a thing. */
  void remove(String id);
}
