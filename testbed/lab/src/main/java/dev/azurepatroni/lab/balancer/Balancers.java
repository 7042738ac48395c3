package dev.azurepatroni.lab.balancer;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Probes every backend of every rule and sends new flows to the healthy ones. Safe for threads. */
public final class Balancers implements AutoCloseable {
  private final Kernel kernel;
  private final Consumer<Map<String, Map<String, Boolean>>> listener;
  private final ScheduledExecutorService timer;
  private final Map<BalancingRule, Map<String, Health>> health = new LinkedHashMap<>();
  private final Map<BalancingRule, List<ScheduledFuture<?>>> probes = new LinkedHashMap<>();

  /** Where the tables go. */
  public interface Kernel {
    /** Carries nftables commands out in one go. */
    void load(String commands) throws IOException;
  }

  /**
   * Balancers without a rule.
   *
   * @param kernel carries nftables commands out
   * @param listener gets each rule's backends, and whether they are healthy, whenever that changes
   */
  public Balancers(Kernel kernel, Consumer<Map<String, Map<String, Boolean>>> listener) {
    this.kernel = kernel;
    this.listener = listener;
    // A probe that waits for its time-out holds a thread.
    ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(16);
    threads.setRemoveOnCancelPolicy(true);
    this.timer = threads;
  }

  /** Replaces the rules; the health of unchanged rules stays known. */
  public synchronized void follow(List<BalancingRule> rules) throws IOException {
    if (List.copyOf(health.keySet()).equals(rules)) {
      return;
    }
    for (BalancingRule gone :
        health.keySet().stream().filter(rule -> !rules.contains(rule)).toList()) {
      health.remove(gone);
      probes.remove(gone).forEach(probe -> probe.cancel(false));
    }
    Map<BalancingRule, Map<String, Health>> known = new LinkedHashMap<>(health);
    health.clear();
    for (BalancingRule rule : rules) {
      Map<String, Health> backends = known.getOrDefault(rule, new TreeMap<>());
      rule.backends().forEach(backend -> backends.putIfAbsent(backend, Health.UNKNOWN));
      health.put(rule, backends);
      probes.computeIfAbsent(rule, this::probe);
    }
    kernel.load(BalancerTable.idle(rules));
    choose();
  }

  private List<ScheduledFuture<?>> probe(BalancingRule rule) {
    int interval = rule.probe().intervalSeconds() * 1000;
    return rule.backends().stream()
        .<ScheduledFuture<?>>map(
            // Each backend is asked at a time of its own, as Azure's probers do not know each
            // other.
            backend ->
                timer.scheduleAtFixedRate(
                    () -> ask(rule, backend),
                    ThreadLocalRandom.current().nextInt(interval),
                    interval,
                    TimeUnit.MILLISECONDS))
        .toList();
  }

  private void ask(BalancingRule rule, String backend) {
    boolean answered = Prober.ask(rule.probe(), backend);
    try {
      learn(rule, backend, answered);
    } catch (IOException e) {
      System.err.printf("balancer %s: %s%n", rule.name(), e.getMessage());
    }
  }

  private synchronized void learn(BalancingRule rule, String backend, boolean answered)
      throws IOException {
    Map<String, Health> backends = health.get(rule);
    if (backends == null) {
      return;
    }
    Health before = backends.get(backend);
    Health after = before.after(answered, rule.probe().threshold());
    backends.put(backend, after);
    if (before.up() != after.up()) {
      System.err.printf(
          "balancer %s: %s is %s%n", rule.name(), backend, after.up() ? "up" : "down");
      choose();
    }
  }

  private void choose() throws IOException {
    Map<BalancingRule, List<String>> healthy = new LinkedHashMap<>();
    Map<String, Map<String, Boolean>> report = new LinkedHashMap<>();
    health.forEach(
        (rule, backends) -> {
          healthy.put(
              rule,
              backends.keySet().stream().filter(backend -> backends.get(backend).up()).toList());
          Map<String, Boolean> up = new TreeMap<>();
          backends.forEach((backend, state) -> up.put(backend, state.up()));
          report.put(rule.name(), up);
        });
    kernel.load(BalancerTable.choice(List.copyOf(health.keySet()), healthy));
    listener.accept(report);
  }

  /** Ends the probes; the tables stay. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
