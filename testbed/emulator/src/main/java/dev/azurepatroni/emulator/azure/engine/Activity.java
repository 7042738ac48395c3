package dev.azurepatroni.emulator.azure.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** What the operations in progress hold: azurerm's own locks, and the resources Azure updates. */
final class Activity {
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
  private final Map<String, Integer> updates = new ConcurrentHashMap<>();

  /** Locks until it is closed. */
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /** Waits for azurerm's locks on resources, in the order of their ids. */
  Hold lock(List<String> ids) {
    List<ReentrantLock> held = new ArrayList<>();
    ids.stream()
        .map(Activity::key)
        .distinct()
        .sorted()
        .forEach(
            id -> {
              ReentrantLock lock = locks.computeIfAbsent(id, name -> new ReentrantLock());
              lock.lock();
              held.add(lock);
            });
    return () -> held.forEach(ReentrantLock::unlock);
  }

  /** Marks resources as being updated by Azure. */
  void begin(List<String> ids) {
    ids.forEach(id -> updates.merge(key(id), 1, Integer::sum));
  }

  void end(List<String> ids) {
    ids.forEach(
        id -> updates.computeIfPresent(key(id), (name, count) -> count == 1 ? null : count - 1));
  }

  /** Returns whether Azure updates a resource now. */
  boolean isUpdated(String id) {
    return updates.containsKey(key(id));
  }

  private static String key(String id) {
    return id.toLowerCase(Locale.ROOT);
  }
}
