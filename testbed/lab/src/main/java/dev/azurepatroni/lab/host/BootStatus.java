package dev.azurepatroni.lab.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How far a host has got, as its status file says.
 *
 * @param state {@code off}, {@code starting}, {@code booting}, {@code failed} or {@code ready}
 * @param step the step that failed or runs, or nothing
 * @param message what that says
 */
public record BootStatus(String state, String step, String message) {
  /** It does what it is for. */
  public static final String READY = "ready";

  /** A step failed. */
  public static final String FAILED = "failed";

  private static final String STATUS = "/run/azure-patroni/status.json";
  private static final String READY_FILE = "/run/azure-patroni/ready";

  /** Looks at a host. */
  public static BootStatus of(Hosts hosts, String host) throws IOException {
    if (!hosts.isRunning(host)) {
      return new BootStatus("off", "", "");
    }
    Inside inside = new Inside(hosts);
    Optional<Path> ready = inside.file(host, READY_FILE);
    Optional<Path> status = inside.file(host, STATUS);
    if (ready.isPresent() && Files.exists(ready.get())) {
      return new BootStatus(READY, "", "");
    }
    return status.map(BootStatus::read).orElse(new BootStatus("starting", "", ""));
  }

  private static BootStatus read(Path file) {
    JsonNode status;
    try {
      status = new ObjectMapper().readTree(file.toFile());
    } catch (IOException notYet) {
      return new BootStatus("starting", "", "cloud-init is at work");
    }
    JsonNode shown = null;
    for (JsonNode step : status.path("steps")) {
      String state = step.path("state").asText();
      if (state.equals(FAILED)) {
        return new BootStatus(FAILED, step.path("name").asText(), step.path("message").asText());
      }
      if (state.equals("running")) {
        shown = step;
      }
    }
    return shown == null
        ? new BootStatus("booting", "", "")
        : new BootStatus("booting", shown.path("name").asText(), shown.path("message").asText());
  }
}
