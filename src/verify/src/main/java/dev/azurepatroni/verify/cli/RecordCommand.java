package dev.azurepatroni.verify.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.azurepatroni.verify.client.Access;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.rows.RecordedRun;
import dev.azurepatroni.verify.rows.Recording;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Writes rows through endpoints for another program, which injects a fault. Every 200 ms a line has
 * the rows acknowledged so far through each endpoint; {@code stop} on standard input ends it, and
 * the last line is the recording.
 */
@Command(
    name = "record",
    hidden = true,
    description = "Writes rows through endpoints until `stop` is read, and prints what was seen.")
final class RecordCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PROGRESS_MILLIS = 200;
  private static final Duration SAMPLE_INTERVAL = Duration.ofMillis(500);

  @Option(
      names = "--endpoint",
      required = true,
      paramLabel = "NAME=HOST:PORT",
      description = "Where to write; `database` is where the rows are read again.")
  private Map<String, String> endpoints = new LinkedHashMap<>();

  @Option(names = "--ca", required = true, paramLabel = "FILE")
  private Path authority = Path.of("");

  @Option(names = "--interval-ms", defaultValue = "5", paramLabel = "N")
  private int interval = 5;

  @Option(names = "--clients", defaultValue = "1", paramLabel = "N", description = "An endpoint.")
  private int clients = 1;

  @Option(
      names = "--login-ms",
      defaultValue = "0",
      paramLabel = "N",
      description = "Also log in to each endpoint so often; 0 for never.")
  private int loginInterval;

  @Option(
      names = "--sample",
      paramLabel = "NAME=HOST:PORT",
      description = "A server of which twice a second is sampled whether it accepts writes.")
  private Map<String, String> samples = new LinkedHashMap<>();

  @Option(names = "--ledger", paramLabel = "FILE", description = "Every row, as CSV.")
  private Path ledger;

  @Override
  public Integer call() throws Exception {
    Access access =
        Access.application(Optional.ofNullable(System.getenv("PGPASSWORD")).orElse(""), authority);
    List<Endpoint> targets = of(endpoints);
    Endpoint truth = Endpoint.of("database", endpoints.getOrDefault("database", ""));
    try (RecordedRun run = new RecordedRun(access, truth)) {
      run.prepare();
      targets.forEach(target -> run.write(target, clients, Duration.ofMillis(interval)));
      if (loginInterval > 0) {
        targets.forEach(target -> run.login(target, Duration.ofMillis(loginInterval)));
      }
      of(samples).forEach(server -> run.sample(server, SAMPLE_INTERVAL));
      if (!saidStop(run, targets)) {
        return 1;
      }
      Recording recording = run.finish();
      if (ledger != null) {
        run.ledger().save(ledger);
      }
      System.out.println(JSON.writeValueAsString(recording));
    }
    return 0;
  }

  private static List<Endpoint> of(Map<String, String> named) {
    return named.entrySet().stream()
        .map(endpoint -> Endpoint.of(endpoint.getKey(), endpoint.getValue()))
        .toList();
  }

  /** Prints progress until `stop` is read; false if the reader is gone. */
  private static boolean saidStop(RecordedRun run, List<Endpoint> targets)
      throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (true) {
      if (in.ready()) {
        return "stop".equals(in.readLine());
      }
      Map<String, Long> acknowledged = new LinkedHashMap<>();
      targets.forEach(
          target -> acknowledged.put(target.name(), run.ledger().acknowledged(target.name())));
      System.out.println(JSON.writeValueAsString(acknowledged));
      if (System.out.checkError()) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(PROGRESS_MILLIS);
    }
  }
}
