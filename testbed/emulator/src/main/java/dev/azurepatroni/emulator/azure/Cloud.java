package dev.azurepatroni.emulator.azure;

import dev.azurepatroni.emulator.inventory.Inventory;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The emulator's Azure: what exists in it, who uses it, what goes wrong in it. */
final class Cloud {

  private final Inventory inventory;
  private final Account account;
  private final Faults faults;
  private final ReentrantLock lock = new ReentrantLock();

  Cloud(Inventory inventory, Account account, Faults faults) {
    this.inventory = inventory;
    this.account = account;
    this.faults = faults;
  }

  Inventory inventory() {
    return inventory;
  }

  Account account() {
    return account;
  }

  Faults faults() {
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
