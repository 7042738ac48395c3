package dev.azurepatroni.verify.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Injects a fault while clients write: waits for a healthy cluster, starts clients, injects, holds
 * the fault until writes go on, clears it, waits for a healthy cluster, compares the rows.
 */
public final class FaultDrill {
  /** A fault after which writes do not go on is cleared after this time. */
  static final Duration NO_RECOVERY = Duration.ofSeconds(90);

  /** How long writes have to go on before a fault is cleared. */
  static final int STEADY_SECONDS = 5;

  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

  /** The cluster's health. */
  @FunctionalInterface
  public interface Health {
    /**
     * Problems of the cluster; empty if it is healthy.
     *
     * @throws IOException if the hosts cannot be asked
     */
    List<String> problems() throws IOException, InterruptedException;
  }

  private final Health health;
  private final FaultTiming timing;
  private final TimeSource time;

  /** A drill of a cluster. */
  public FaultDrill(Health health, FaultTiming timing, TimeSource time) {
    this.health = health;
    this.timing = timing;
    this.time = time;
  }

  /**
   * Runs the drill once.
   *
   * @throws UnhealthyClusterException if the cluster is not healthy before the fault
   * @throws IOException if the fault cannot be injected or cleared
   */
  public FaultRun run(FaultInjector injector, FaultClients.Starter starter)
      throws IOException, InterruptedException {
    List<String> problems = awaitHealthy();
    if (!problems.isEmpty()) {
      throw new UnhealthyClusterException(problems);
    }
    Injection injection = injector.prepare();
    try (FaultClients clients = starter.start()) {
      time.sleep(timing.before());
      clients.beforeInjection();
      return inject(injection, clients);
    }
  }

  private FaultRun inject(Injection injection, FaultClients clients)
      throws IOException, InterruptedException {
    long injectedAt = time.millis();
    boolean resumed = false;
    long clearedAt;
    try {
      injection.inject().run();
      if (injection.isTimed()) {
        time.sleep(Duration.ofMillis(left(injectedAt, injection.duration())));
      } else {
        resumed = hold(clients, injectedAt);
      }
    } finally {
      clearedAt = time.millis();
      injection.clear().run();
    }
    if (injection.isTimed()) {
      resumed = hold(clients, clearedAt);
    }
    clients.afterHold();
    List<String> problems = awaitHealthy();
    long from = injection.lasts() ? clearedAt : injectedAt;
    double recovery = problems.isEmpty() ? (time.millis() - from) / 1000.0 : FaultRun.NOT_SEEN;
    time.sleep(timing.after());
    return new FaultRun(
        injection,
        injectedAt,
        resumed,
        (clearedAt - injectedAt) / 1000.0,
        recovery,
        problems,
        clients.stop());
  }

  private long left(long since, Duration duration) {
    return Math.max(0, since + duration.toMillis() - time.millis());
  }

  /** Waits until writes go on through every endpoint, or are given up; whether they do. */
  private boolean hold(FaultClients clients, long since) throws InterruptedException {
    int steady = 0;
    Map<String, Long> last = clients.acknowledged();
    while (true) {
      time.sleep(POLL_INTERVAL);
      Map<String, Long> now = clients.acknowledged();
      steady = allGrew(last, now) ? steady + 1 : 0;
      last = now;
      Duration lasted = Duration.ofMillis(time.millis() - since);
      if (steady >= STEADY_SECONDS && lasted.compareTo(timing.hold()) >= 0) {
        return true;
      }
      if (lasted.compareTo(NO_RECOVERY) >= 0) {
        return false;
      }
    }
  }

  private static boolean allGrew(Map<String, Long> last, Map<String, Long> now) {
    return now.entrySet().stream()
        .allMatch(rows -> rows.getValue() > last.getOrDefault(rows.getKey(), 0L));
  }

  /** The problems that are left when the time is over. */
  private List<String> awaitHealthy() throws IOException, InterruptedException {
    long until = time.millis() + timing.healthy().toMillis();
    List<String> problems = health.problems();
    while (!problems.isEmpty() && time.millis() < until) {
      time.sleep(POLL_INTERVAL);
      problems = health.problems();
    }
    return problems;
  }
}
