package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.inventory.ResourceStore;
import dev.azurepatroni.emulator.plugin.CallLog;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The emulated Azure: its resources, the account that uses it, and the injected faults. */
public final class Cloud {

  private final ResourceStore inventory;
  private final Account account;
  private final ApiFaults faults;
  private final CallLog log;
  private final ReentrantLock lock = new ReentrantLock();

  public Cloud(ResourceStore inventory, Account account, ApiFaults faults, CallLog log) {
    this.inventory = inventory;
    this.account = account;
    this.faults = faults;
    this.log = log;
  }

  public ResourceStore inventory() {
    return inventory;
  }

  public Account account() {
    return account;
  }

  ApiFaults faults() {
    return faults;
  }

  CallLog log() {
    return log;
  }

  /** Runs reads and writes under one lock. Work must be short: delays happen outside. */
  <T> T atomically(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
