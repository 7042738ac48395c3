package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.inventory.ResourceStore;
import dev.azurepatroni.emulator.plugin.CallLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The emulated Azure: its resources, the account that uses it, and the injected faults. */
public final class Cloud {

  private final ResourceStore inventory;
  private final Account account;
  private final ApiFaults faults;
  private final CallLog log;
  private final Activity activity = new Activity();
  private final Map<String, Instant> effective = new ConcurrentHashMap<>();
  private final Set<String> recovered = ConcurrentHashMap.newKeySet();
  private volatile boolean persistsIds;
  private volatile boolean readsStorageData = true;
  private volatile boolean storageUsesAzureAd;
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

  /** Whether azurerm stores a resource's id before Azure has created the resource. */
  public void persistIds(boolean persist) {
    persistsIds = persist;
  }

  boolean persistsIds() {
    return persistsIds;
  }

  /**
   * Whether azurerm reads the data plane of storage accounts, and whether it has a token for it.
   */
  public void readStorageData(boolean reads, boolean usesAzureAd) {
    readsStorageData = reads;
    storageUsesAzureAd = usesAzureAd;
  }

  /** Returns whether azurerm reads the data plane of storage accounts. */
  public boolean readsStorageData() {
    return readsStorageData;
  }

  /** Returns whether azurerm reads it with a token, not with the account's key. */
  public boolean storageUsesAzureAd() {
    return storageUsesAzureAd;
  }

  Activity activity() {
    return activity;
  }

  /** Ends the operations that wait, because Terraform stops. */
  public void stop() {
    faults.stop().stop();
  }

  /** Returns whether Azure updates a resource now. */
  public boolean isUpdated(String id) {
    return activity.isUpdated(id);
  }

  void takesEffect(String id, Duration later) {
    effective.put(id.toLowerCase(Locale.ROOT), Instant.now().plus(later));
  }

  /** Returns whether a role assignment has taken effect. */
  public boolean isInEffect(String id) {
    Instant since = effective.get(id.toLowerCase(Locale.ROOT));
    return since == null || !Instant.now().isBefore(since);
  }

  void recover(String id) {
    recovered.add(id.toLowerCase(Locale.ROOT));
  }

  /**
   * Returns whether a resource was recovered from soft deletion, with all parts that it had; for
   * each part once.
   */
  public boolean isRecovered(String id, String part) {
    return recovered.contains(id.toLowerCase(Locale.ROOT))
        && recovered.add((id + "/" + part).toLowerCase(Locale.ROOT));
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
