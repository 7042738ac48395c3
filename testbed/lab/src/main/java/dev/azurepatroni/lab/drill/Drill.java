package dev.azurepatroni.lab.drill;

import dev.azurepatroni.lab.ClientAccess;
import dev.azurepatroni.lab.drill.figures.DrillRun;
import dev.azurepatroni.lab.drill.figures.Summary;
import dev.azurepatroni.lab.drill.injection.DrillContext;
import dev.azurepatroni.lab.drill.injection.LabFault;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.fault.FaultDrill;
import dev.azurepatroni.verify.fault.FaultRun;
import dev.azurepatroni.verify.fault.FaultTiming;
import dev.azurepatroni.verify.fault.TimeSource;
import dev.azurepatroni.verify.rows.RecordedRun;
import dev.azurepatroni.verify.rows.Recording;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the drills of a lab one at a time. */
final class Drill {
  private static final Duration HEALTHY = Duration.ofMinutes(5);
  private static final Duration BEFORE = Duration.ofSeconds(3);
  private static final Duration AFTER = Duration.ofSeconds(2);

  private final DrillContext context;
  private final List<String> program;
  private final Path folder;
  private final ClientAccess access;

  /**
   * Drills of a lab.
   *
   * @param program what Java runs as clients
   * @param folder where a run's ledger goes; the next one overwrites it
   */
  Drill(DrillContext context, List<String> program, Path folder, ClientAccess access) {
    this.context = context;
    this.program = List.copyOf(program);
    this.folder = folder;
    this.access = access;
  }

  /**
   * One run.
   *
   * @throws IOException if the cluster is not healthy before, or the fault cannot be injected
   */
  DrillRun run(LabFault fault) throws IOException {
    FaultTiming timing = new FaultTiming(HEALTHY, BEFORE, fault.hold(), AFTER);
    FaultDrill drill = new FaultDrill(context.cluster()::problems, timing, TimeSource.system());
    try {
      return run(
          fault,
          drill.run(
              () -> fault.preparation().prepare(context),
              () -> Clients.start(context, program, folder, access, fault.clients())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  private DrillRun run(LabFault fault, FaultRun run) throws IOException {
    List<String> problems = new ArrayList<>();
    run.problems()
        .forEach(
            problem ->
                problems.add("not healthy after %d s: %s".formatted(HEALTHY.toSeconds(), problem)));
    problems.addAll(run.recording().conflicts());
    problems.addAll(run.recording().rows().examples());
    Map<String, Double> gaps = new LinkedHashMap<>();
    run.clientGaps()
        .forEach(
            (endpoint, gap) -> {
              if (Summary.MEASURED.contains(endpoint)) {
                gaps.put(endpoint, round(Math.max(0, gap - idle(endpoint))));
              }
            });
    return new DrillRun(
        fault.id(),
        String.join(", ", run.injection().hosts()),
        Instant.ofEpochMilli(run.injectedAt()).truncatedTo(ChronoUnit.SECONDS).toString(),
        gaps,
        unaffectedGap(run),
        run.resumed(),
        round(run.held()),
        round(run.recovery()),
        run.recording().rows(),
        errors(run.recording()),
        problems,
        null);
  }

  private double unaffectedGap(FaultRun run) throws IOException {
    List<String> affected = new ArrayList<>();
    for (String host : run.injection().hosts()) {
      affected.add(context.address(host));
    }
    return round(
        run.unaffectedGap(
            context.deployment().poolers().stream().map(Endpoint::host).toList(), affected));
  }

  private static Map<String, Map<String, Long>> errors(Recording recording) {
    Map<String, Map<String, Long>> errors = new LinkedHashMap<>();
    recording
        .endpoints()
        .forEach(
            (endpoint, seen) -> {
              if (Summary.MEASURED.contains(endpoint)) {
                errors.put(endpoint, seen.errors());
              }
            });
    return errors;
  }

  /** What a gap has of the time in which a client that logs in does nothing. */
  private static double idle(String endpoint) {
    return endpoint.endsWith(RecordedRun.LOGIN) ? Clients.LOGIN_INTERVAL.toMillis() / 1000.0 : 0;
  }

  private static double round(double seconds) {
    return Math.round(seconds * 100) / 100.0;
  }
}
