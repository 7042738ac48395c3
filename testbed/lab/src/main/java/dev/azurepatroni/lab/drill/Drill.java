package dev.azurepatroni.lab.drill;

import dev.azurepatroni.lab.ClientAccess;
import dev.azurepatroni.lab.drill.Fault.Strike;
import dev.azurepatroni.lab.shell.Pause;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.rows.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Causes faults one at a time, from a whole cluster to a whole cluster. */
final class Drill {
  private static final Duration WHOLE = Duration.ofMinutes(5);

  /** A fault after which writes do not go on is undone after this time. */
  private static final Duration NO_RECOVERY = Duration.ofSeconds(90);

  /** How long writes have to have gone on before a fault is undone. */
  private static final int STEADY_SECONDS = 5;

  private static final int BEFORE_MILLIS = 3000;
  private static final int AFTER_MILLIS = 2000;
  private static final int SECOND_MILLIS = 1000;

  private final Scene scene;
  private final List<String> program;
  private final Path folder;
  private final ClientAccess access;

  /**
   * Drills of a lab.
   *
   * @param program what Java runs as clients
   * @param folder where a trial's ledger goes; the next one overwrites it
   */
  Drill(Scene scene, List<String> program, Path folder, ClientAccess access) {
    this.scene = scene;
    this.program = List.copyOf(program);
    this.folder = folder;
    this.access = access;
  }

  /**
   * One trial.
   *
   * @throws IOException if the cluster is not whole before, or something cannot be caused
   */
  Trial run(Fault fault) throws IOException {
    List<String> before = awaitWhole();
    if (!before.isEmpty()) {
      throw new IOException(
          "the cluster is not whole before %s: %s"
              .formatted(fault.id(), String.join("; ", before)));
    }
    Strike strike = fault.plan().prepare(scene);
    try (Clients clients = Clients.start(scene, program, folder, access, fault.clients())) {
      clients.awaitFlow();
      Pause.of(BEFORE_MILLIS);
      return strike(fault, strike, clients);
    }
  }

  private Trial strike(Fault fault, Strike strike, Clients clients) throws IOException {
    long struck = System.currentTimeMillis();
    boolean resumed;
    long undone;
    try {
      strike.act().run();
      resumed = hold(fault, clients, struck);
    } finally {
      undone = System.currentTimeMillis();
      if (strike.undo().isPresent()) {
        strike.undo().get().run();
      }
    }
    long from = strike.undo().map(it -> undone).orElse(struck);
    List<String> problems = new ArrayList<>(awaitWhole());
    double whole = problems.isEmpty() ? seconds(System.currentTimeMillis() - from) : -1;
    problems.replaceAll("not whole after %d s: %%s".formatted(WHOLE.toSeconds())::formatted);
    Pause.of(AFTER_MILLIS);
    Recording recording = clients.stop();
    double since = seconds(struck - recording.started());
    problems.addAll(recording.conflicts());
    problems.addAll(recording.rows().examples());
    return new Trial(
        fault.id(),
        String.join(", ", strike.targets()),
        Instant.ofEpochMilli(struck).truncatedTo(ChronoUnit.SECONDS).toString(),
        gaps(recording, since),
        bystanders(recording, strike, since),
        resumed,
        seconds(undone - struck),
        whole,
        recording.rows(),
        errors(recording),
        problems);
  }

  /** Lets a fault last; whether writes went on through both endpoints in that time. */
  private static boolean hold(Fault fault, Clients clients, long struck) {
    int steady = 0;
    Map<String, Long> last = clients.acknowledged();
    while (true) {
      Pause.of(SECOND_MILLIS);
      steady = clients.wroteSince(last, 1) ? steady + 1 : 0;
      last = clients.acknowledged();
      long lasted = System.currentTimeMillis() - struck;
      if (steady >= STEADY_SECONDS && lasted >= fault.hold().toMillis()) {
        return true;
      }
      if (lasted >= NO_RECOVERY.toMillis()) {
        return false;
      }
    }
  }

  /** What still is not whole when time is up; empty if all is. */
  private List<String> awaitWhole() throws IOException {
    long until = System.nanoTime() + WHOLE.toNanos();
    List<String> problems = scene.cluster().problems();
    while (!problems.isEmpty() && System.nanoTime() < until) {
      Pause.of(SECOND_MILLIS);
      problems = scene.cluster().problems();
    }
    return problems;
  }

  /** The longest gap of any client of each endpoint that had not ended when the fault came. */
  private static Map<String, Double> gaps(Recording recording, double since) {
    Map<String, Double> gaps = new LinkedHashMap<>();
    recording.clients().forEach(it -> gaps.merge(it.endpoint(), longest(it, since), Math::max));
    return gaps;
  }

  /** The longest gap of clients of poolers that were not met, where one was. */
  private double bystanders(Recording recording, Strike strike, double since) throws IOException {
    List<String> met = new ArrayList<>();
    for (String target : strike.targets()) {
      met.add(scene.address(target));
    }
    List<String> poolers = scene.deployment().poolers().stream().map(Endpoint::host).toList();
    if (Collections.disjoint(met, poolers)) {
      return -1;
    }
    return recording.clients().stream()
        .filter(it -> poolers.contains(it.via()) && !met.contains(it.via()))
        .mapToDouble(it -> longest(it, since))
        .max()
        .orElse(-1);
  }

  private static double longest(Recording.ClientSeen client, double since) {
    return client.gaps().stream()
        .filter(it -> it.to() >= since)
        .mapToDouble(it -> round(it.to() - it.from()))
        .max()
        .orElse(0);
  }

  private static Map<String, Map<String, Long>> errors(Recording recording) {
    Map<String, Map<String, Long>> errors = new LinkedHashMap<>();
    recording.endpoints().forEach((endpoint, seen) -> errors.put(endpoint, seen.errors()));
    return errors;
  }

  private static double seconds(long millis) {
    return round(millis / 1000.0);
  }

  private static double round(double seconds) {
    return Math.round(seconds * 100) / 100.0;
  }
}
