package dev.azurepatroni.emulator.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.emulator.Emulator;
import dev.azurepatroni.emulator.azure.engine.ApiFault;
import dev.azurepatroni.emulator.inventory.DiskResourceStore;
import dev.azurepatroni.emulator.inventory.ResourceStore;
import dev.azurepatroni.emulator.plugin.CallLog;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs Terraform against the emulators in a folder with a configuration, a state and an inventory.
 */
final class Terraform implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A variable of the examples. */
  private static final String SSH_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMQmBZzyKFXxPRIyQb9sM5bCRr6DrjAvMOK3Cs9Y+K8w";

  private Path folder;
  private final StringWriter log = new StringWriter();
  private final DiskResourceStore inventory;
  private final Emulator emulator;

  private Terraform(Path folder, List<String> faults) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      inventory = DiskResourceStore.open(folder.resolve("inventory"), Duration.ZERO);
      emulator =
          Emulator.start(
              inventory,
              faults.stream().map(ApiFault::parse).toList(),
              new CallLog(new PrintWriter(log, true)),
              Clock.systemUTC());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** An exit status and the output of both streams. */
  record Run(int status, String printed) {
    /** Asserts success. */
    Run succeeded() {
      assertThat(status).as(errors()).isZero();
      return this;
    }

    /** Asserts a failure. */
    Run failed() {
      assertThat(status).as(errors()).isEqualTo(1);
      return this;
    }

    private String errors() {
      int first = printed.indexOf("Error: ");
      return first < 0 ? printed : printed.substring(first);
    }

    /** Returns the output on one line, without Terraform's frames. */
    String flat() {
      return printed.replaceAll("[│╷╵]", " ").replaceAll("\\s+", " ");
    }
  }

  /** Starts the emulators in a folder, with its existing inventory and state. */
  static Terraform in(Path folder, String... faults) {
    boolean found =
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "terraform")));
    String missing =
        "terraform is not on the PATH: install 1.11; without it these tests are skipped";
    if (System.getenv("CI") == null) {
      assumeTrue(found, missing);
    }
    assertThat(found).as(missing).isTrue();
    return new Terraform(folder, List.of(faults));
  }

  /** Switches to another folder with its own configuration and state; the inventory stays. */
  Terraform keepStateIn(Path elsewhere) {
    folder = elsewhere;
    return this;
  }

  /** Writes the configuration. */
  Terraform configure(JsonNode configuration) {
    try {
      Files.writeString(folder.resolve("cdk.tf.json"), configuration.toPrettyString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  Run run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("terraform"));
    command.addAll(List.of(arguments));
    return execute(folder, command);
  }

  /** Applies, and presses Ctrl-C as soon as the emulator's log contains a text. */
  Run applyUntil(String logged) {
    Process process =
        start(folder, List.of("terraform", "apply", "-no-color", "-input=false", "-auto-approve"));
    try {
      while (process.isAlive() && !log().contains(logged)) {
        Thread.sleep(20);
      }
      new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
      return finished(process);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs a command whose Terraform uses the emulators. */
  Run execute(Path directory, List<String> command) {
    return finished(start(directory, command));
  }

  private static Run finished(Process process) {
    try {
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Run(process.waitFor(), printed);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Process start(Path directory, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "TF_REATTACH_PROVIDERS",
                emulator.reattach(),
                "CHECKPOINT_DISABLE",
                "1",
                "TF_CLI_CONFIG_FILE",
                "/dev/null",
                "TF_VAR_ssh_public_key",
                SSH_KEY));
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Run init() {
    return run("init", "-no-color", "-input=false").succeeded();
  }

  Run apply() {
    return run("apply", "-no-color", "-input=false", "-auto-approve");
  }

  /** Applies, and returns the errors as {@code terraform apply -json} lists them. */
  List<JsonNode> errors() {
    Run run = run("apply", "-json", "-input=false", "-auto-approve");
    List<JsonNode> errors = new ArrayList<>();
    for (String line : run.printed().lines().toList()) {
      try {
        JsonNode diagnostic = JSON.readTree(line).path("diagnostic");
        if (diagnostic.path("severity").asText().equals("error")) {
          errors.add(diagnostic);
        }
      } catch (IOException e) {
        throw new IllegalStateException(run.printed(), e);
      }
    }
    assertThat(errors.isEmpty()).as(run.printed()).isEqualTo(run.status() == 0);
    return errors;
  }

  /** Imports resources, given by address and id, with the next apply. */
  Terraform importing(Map<String, String> ids) {
    ObjectNode imports = JSON.createObjectNode();
    ids.forEach(
        (address, id) -> imports.withArray("import").addObject().put("to", address).put("id", id));
    try {
      Files.writeString(folder.resolve("imports.tf.json"), imports.toPrettyString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  /** Applies the plan of {@link #plan}. */
  Run applyPlan() {
    return run("apply", "-no-color", "-input=false", "plan");
  }

  Run destroy() {
    return run("destroy", "-no-color", "-input=false", "-auto-approve");
  }

  /** Plans and returns the changes. */
  Changes plan() {
    run("plan", "-no-color", "-input=false", "-out=plan").succeeded();
    return Changes.of(json("show", "-json", "plan"));
  }

  /** Asserts an empty plan: no change of a resource or an output, and no drift. */
  void hasNothingToDo() {
    Run plan = run("plan", "-no-color", "-input=false", "-detailed-exitcode");
    assertThat(plan.status()).as(plan.printed()).isZero();
    assertThat(plan.printed())
        .contains("No changes.")
        .doesNotContain("changed outside of Terraform");
  }

  JsonNode state() {
    return json("show", "-json");
  }

  private JsonNode json(String... arguments) {
    try {
      return JSON.readTree(run(arguments).succeeded().printed());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  ResourceStore inventory() {
    return inventory;
  }

  Path folder() {
    return folder;
  }

  /** Returns the emulator's log. */
  String log() {
    return log.toString();
  }

  @Override
  public void close() {
    emulator.close();
    try {
      inventory.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
