package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.plugin.CallLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Injects faults, and counts how often each has happened in this run. */
public final class ApiFaults {

  /** The emulator's Retry-After of a 429; Azure's is up to some minutes. */
  private static final Duration RETRY_AFTER = Duration.ofMillis(200);

  private final List<ApiFault> faults;
  private final CallLog log;
  private final StopSignal stop = new StopSignal();
  private final Map<String, AtomicInteger> happened = new ConcurrentHashMap<>();

  public ApiFaults(List<ApiFault> faults, CallLog log) {
    this.faults = List.copyOf(faults);
    this.log = log;
  }

  StopSignal stop() {
    return stop;
  }

  /** Waits for as long as Azure throttles; holds no lock. */
  void throttle(Call call) {
    of(ApiFault.Kind.THROTTLED, call)
        .forEach(
            fault -> {
              while (!stop.isStopped(call.mark()) && countDown(fault, call.name())) {
                log.write(
                    "azurerm "
                        + call.what()
                        + " 429 TooManyRequests, retried after "
                        + RETRY_AFTER.toMillis()
                        + " ms");
                stop.waitFor(RETRY_AFTER, call.mark());
              }
            });
  }

  /**
   * Waits for as long as Azure needs, without a lock of the inventory; returns whether Terraform
   * stopped meanwhile.
   */
  boolean carryOut(Call call) {
    Optional<Duration> time = delay(ApiFault.Kind.SLOW, call);
    if (time.isEmpty()) {
      return false;
    }
    log.write("azurerm " + call.what() + " is delayed");
    boolean stopped = stop.waitFor(time.get(), call.mark());
    log.write("azurerm " + call.what() + (stopped ? " is stopped" : " continues"));
    return stopped;
  }

  /** Counts a fault and returns whether it happens. */
  boolean happens(ApiFault.Kind kind, Call call) {
    return of(kind, call).anyMatch(fault -> countDown(fault, call.name()));
  }

  /** Returns the time of a fault, if there is one. */
  Optional<Duration> delay(ApiFault.Kind kind, Call call) {
    return of(kind, call).map(ApiFault::delay).findFirst();
  }

  boolean isDown(String zone) {
    return faults.stream()
        .anyMatch(fault -> fault.kind() == ApiFault.Kind.ZONE_DOWN && fault.name().equals(zone));
  }

  private Stream<ApiFault> of(ApiFault.Kind kind, Call call) {
    return faults.stream()
        .filter(
            fault ->
                fault.kind() == kind
                    && fault.appliesTo(call.operation(), call.type(), call.name()));
  }

  /** Each resource has its own count. */
  private boolean countDown(ApiFault fault, String name) {
    return happened
            .computeIfAbsent(fault + " " + name, key -> new AtomicInteger())
            .getAndIncrement()
        < fault.count();
  }
}
