package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.inventory.Inventory;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The emulator's Azure: what exists in it, who uses it, what goes wrong in it. */
public final class Cloud {

  private final Inventory inventory;
  private final Account account;
  private final ApiFaults faults;
  private final ReentrantLock lock = new ReentrantLock();

  public Cloud(Inventory inventory, Account account, ApiFaults faults) {
    this.inventory = inventory;
    this.account = account;
    this.faults = faults;
  }

  public Inventory inventory() {
    return inventory;
  }

  public Account account() {
    return account;
  }

  ApiFaults faults() {
    return faults;
  }

  /** Looks and changes with nobody in between. Short: whatever waits, waits outside. */
  <T> T atomically(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
