package dev.azurepatroni.lab.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.azurepatroni.lab.ClientAccess;
import dev.azurepatroni.lab.drill.injection.DrillContext;
import dev.azurepatroni.lab.shell.Pause;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.fault.FaultClients;
import dev.azurepatroni.verify.rows.Recording;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Clients in the hosts' network: open connections and repeated logins through both endpoints, and a
 * sample of every server. A process of their own.
 */
final class Clients implements FaultClients {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  private static final int FLOWING_ROWS = 20;
  private static final int POLL_MILLIS = 100;

  /** How often a client logs in; a gap of logins is that much longer than the outage. */
  static final Duration LOGIN_INTERVAL = Duration.ofMillis(500);

  private final Process process;
  private final Path errors;
  private final Map<String, Long> acknowledged = new HashMap<>();
  private Recording recording;
  private IOException failure;

  private Clients(Process process, Path errors, List<String> endpoints) {
    this.process = process;
    this.errors = errors;
    endpoints.forEach(endpoint -> acknowledged.put(endpoint, 0L));
    Thread reader = new Thread(this::read, "clients");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts them and waits until they write.
   *
   * @param program what Java runs
   * @param folder where ledger and errors go
   * @param clients through each endpoint
   */
  static Clients start(
      DrillContext context, List<String> program, Path folder, ClientAccess access, int clients)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("java", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(program);
    command.addAll(List.of("record", "--ca", access.authority().toString()));
    command.addAll(List.of("--ledger", folder.resolve("ledger.csv").toString()));
    command.addAll(List.of("--clients", String.valueOf(clients)));
    List<Endpoint> endpoints =
        List.of(context.deployment().pooler(), context.deployment().database());
    endpoints.forEach(
        endpoint -> command.add("--endpoint=%s=%s".formatted(endpoint.name(), endpoint)));
    command.add("--login-ms=" + LOGIN_INTERVAL.toMillis());
    context
        .deployment()
        .databases()
        .forEach(server -> command.add("--sample=%s=%s".formatted(server.name(), server)));
    Path errors = folder.resolve("clients.log");
    ProcessBuilder builder =
        new ProcessBuilder(context.client(command.toArray(String[]::new)))
            .redirectError(errors.toFile());
    builder.environment().put("PGPASSWORD", access.password());
    Clients started =
        new Clients(builder.start(), errors, endpoints.stream().map(Endpoint::name).toList());
    try {
      started.awaitFlow();
      return started;
    } catch (IOException e) {
      started.close();
      throw e;
    }
  }

  private void read() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        understand(JSON.readTree(line));
      }
    } catch (IOException e) {
      stopReading(e);
    }
  }

  private synchronized void stopReading(IOException e) {
    failure = e;
    process.destroy();
  }

  private synchronized void understand(JsonNode report) throws IOException {
    if (report.has("endpoints")) {
      recording = JSON.treeToValue(report, Recording.class);
    } else {
      report
          .properties()
          .forEach(count -> acknowledged.put(count.getKey(), count.getValue().asLong()));
    }
  }

  @Override
  public synchronized Map<String, Long> acknowledged() {
    return Map.copyOf(acknowledged);
  }

  /** Waits until rows are acknowledged through every endpoint. */
  private void awaitFlow() throws IOException {
    long until = System.nanoTime() + START_TIMEOUT.toNanos();
    while (acknowledged().values().stream().anyMatch(rows -> rows < FLOWING_ROWS)) {
      if (!process.isAlive() || System.nanoTime() > until) {
        throw new IOException("the clients write nothing: " + lastError());
      }
      Pause.of(POLL_MILLIS);
    }
  }

  @Override
  public Recording stop() throws IOException {
    try (Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
      in.write("stop\n");
    }
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the rows were compared", e);
    }
    for (int poll = 0; poll < 50; poll++) {
      synchronized (this) {
        if (recording != null) {
          return recording;
        }
      }
      Pause.of(POLL_MILLIS);
    }
    throw new IOException("the clients did not compare the rows: " + lastError());
  }

  private synchronized String lastError() throws IOException {
    if (failure != null) {
      return failure.getMessage();
    }
    List<String> lines = Files.readAllLines(errors);
    return lines.isEmpty() ? "they printed nothing" : lines.get(lines.size() - 1);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
