package dev.azurepatroni.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.azurepatroni.verify.RealPostgres;
import java.io.BufferedReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The program of a drill's clients, as the lab starts it. */
class RecordCommandTest {
  private static RealPostgres server;

  @BeforeAll
  static void start() throws Exception {
    server = RealPostgres.start("hostssl all all 127.0.0.1/32 scram-sha-256");
  }

  @AfterAll
  static void stop() throws Exception {
    server.remove();
  }

  @Test
  void openConnectionsLoginsAndSamplesAreRecorded() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                "java",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "record",
                "--ca=" + server.access().authority(),
                "--endpoint=database=" + server.endpoint("database"),
                "--login-ms=100",
                "--sample=db-1=" + server.endpoint("db-1"))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("PGPASSWORD", server.access().password());
    Process process = builder.start();
    JsonNode last = null;
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        PrintStream in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        last = new ObjectMapper().readTree(line);
        if (last.path("database").asLong() > 300) {
          in.println("stop");
        }
        if (!last.has("endpoints")) {
          // A fault is held until each of these grows: neither logins nor samples are among them.
          assertThat(last.properties())
              .extracting(count -> count.getKey())
              .isEqualTo(List.of("database"));
        }
      }
    } finally {
      process.destroy();
    }
    assertThat(process.waitFor()).isZero();
    assertThat(last).isNotNull();
    JsonNode endpoints = last.path("endpoints");
    for (String name : List.of("database", "database-login", "db-1")) {
      assertThat(endpoints.path(name).path("acknowledged").asLong()).as(name).isPositive();
      assertThat(endpoints.path(name).path("errors").isEmpty()).as(name).isTrue();
    }
    assertThat(last.path("rows").path("lost").asLong()).isZero();
    assertThat(last.path("conflicts").isEmpty()).isTrue();
  }
}
