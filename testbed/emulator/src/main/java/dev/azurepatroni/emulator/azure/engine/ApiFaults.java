package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.plugin.CallLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The faults that somebody asked for, and how often each has happened in this run. */
public final class ApiFaults {

  /**
   * What a client of Azure is told to wait after a 429 here; the real one says up to some minutes.
   */
  private static final Duration RETRY_AFTER = Duration.ofMillis(200);

  private final List<ApiFault> faults;
  private final CallLog log;
  private final Map<String, AtomicInteger> happened = new ConcurrentHashMap<>();

  public ApiFaults(List<ApiFault> faults, CallLog log) {
    this.faults = List.copyOf(faults);
    this.log = log;
  }

  /**
   * Waits where slowness or throttling was asked for, without any lock; then answers whether the
   * operation fails.
   */
  Optional<Rejection> before(String operation, String type, String name) {
    for (ApiFault fault : faults) {
      if (fault.concerns(operation, type, name)) {
        switch (fault.kind()) {
          case SLOW -> linger(fault, operation + " " + type + "/" + name);
          case THROTTLED -> throttle(fault, operation + " " + type + "/" + name);
          case FAILS -> {
            if (happens(fault, name)) {
              return Optional.of(asked());
            }
          }
          case FAILS_LATE -> {}
        }
      }
    }
    return Optional.empty();
  }

  /** Whether an operation that has done its work is to be reported as failed. */
  Optional<Rejection> after(String operation, String type, String name) {
    return faults.stream()
        .filter(
            fault ->
                fault.kind() == ApiFault.Kind.FAILS_LATE
                    && fault.concerns(operation, type, name)
                    && happens(fault, name))
        .findFirst()
        .map(fault -> asked());
  }

  private static Rejection asked() {
    return new Rejection(
        500, "InternalServerError", "An error occurred, as --fault asked for.", "");
  }

  private void linger(ApiFault fault, String what) {
    log.write("azurerm " + what + " begins to be slow");
    sleep(fault.delay());
    log.write("azurerm " + what + " goes on");
  }

  private void throttle(ApiFault fault, String what) {
    while (happens(fault, what)) {
      log.write(
          "azurerm "
              + what
              + " 429 TooManyRequests, tried again after "
              + RETRY_AFTER.toMillis()
              + " ms");
      sleep(RETRY_AFTER);
    }
  }

  /** A fault counts for each resource by itself. */
  private boolean happens(ApiFault fault, String name) {
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
      throw new IllegalStateException("Interrupted while an operation was slow", e);
    }
  }
}
