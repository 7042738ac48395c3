package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.plugin.CallLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Injects faults, and counts how often each has happened in this run. */
public final class ApiFaults {

  /** The emulator's Retry-After of a 429; Azure's is up to some minutes. */
  private static final Duration RETRY_AFTER = Duration.ofMillis(200);

  private final List<ApiFault> faults;
  private final CallLog log;
  private final Map<String, AtomicInteger> happened = new ConcurrentHashMap<>();

  public ApiFaults(List<ApiFault> faults, CallLog log) {
    this.faults = List.copyOf(faults);
    this.log = log;
  }

  /**
   * Delays the operation for slowness and throttling, without holding a lock; then returns the
   * failure to inject, if any.
   */
  Optional<Rejection> before(String operation, String type, String name) {
    for (ApiFault fault : faults) {
      if (fault.appliesTo(operation, type, name)) {
        switch (fault.kind()) {
          case SLOW -> delay(fault, operation + " " + type + "/" + name);
          case THROTTLED -> throttle(fault, operation + " " + type + "/" + name);
          case FAILS -> {
            if (countDown(fault, name)) {
              return Optional.of(injected());
            }
          }
          case FAILS_LATE -> {}
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the failure to report for an operation that succeeded, if any. */
  Optional<Rejection> after(String operation, String type, String name) {
    return faults.stream()
        .filter(
            fault ->
                fault.kind() == ApiFault.Kind.FAILS_LATE
                    && fault.appliesTo(operation, type, name)
                    && countDown(fault, name))
        .findFirst()
        .map(fault -> injected());
  }

  private static Rejection injected() {
    return new Rejection(500, "InternalServerError", "An error occurred, injected by --fault.", "");
  }

  private void delay(ApiFault fault, String what) {
    log.write("azurerm " + what + " is delayed");
    sleep(fault.delay());
    log.write("azurerm " + what + " continues");
  }

  private void throttle(ApiFault fault, String what) {
    while (countDown(fault, what)) {
      log.write(
          "azurerm "
              + what
              + " 429 TooManyRequests, retried after "
              + RETRY_AFTER.toMillis()
              + " ms");
      sleep(RETRY_AFTER);
    }
  }

  /** Each resource has its own count. */
  private boolean countDown(ApiFault fault, String name) {
    return happened
            .computeIfAbsent(fault + " " + name, key -> new AtomicInteger())
            .getAndIncrement()
        < fault.count();
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while an operation was delayed", e);
    }
  }
}
