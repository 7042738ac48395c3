package dev.azurepatroni.app.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every PgBouncer process of every pooler, started from its own file. */
@ExtendWith(DebianRoot.Needed.class)
class PgBouncerRunsTest {
  private static final String FOLDER = "/etc/pgbouncer/";
  private static final Pattern DESCRIPTORS =
      Pattern.compile("file descriptor limit: (\\d+) .*max expected fd use: (\\d+)");

  private static final String REFUSED = ".*(SSL required|login rejected|connect failed.*)";

  @TempDir private static Path folder;
  private static Map<String, Path> left = Map.of();

  @BeforeAll
  static void startThemAll() throws InterruptedException, ExecutionException {
    Map<String, Callable<Path>> runs = new HashMap<>();
    for (String stack : List.of("prod", "two-zone", "three-nodes", "lab")) {
      runs.put(stack, () -> run(stack));
    }
    left = Sandbox.runAll(runs);
  }

  private static Path run(String stack) throws IOException, InterruptedException {
    Sandbox sandbox = new Sandbox(Files.createDirectory(folder.resolve(stack)));
    for (RenderedHost host : poolers(stack)) {
      sandbox.host(host.name(), host.files());
    }
    return sandbox.run("pgbouncer.sh", Duration.ofMinutes(2));
  }

  private static List<RenderedHost> poolers(String stack) {
    return RenderedHost.ofStack(stack).stream().filter(host -> host.is("pooler")).toList();
  }

  /** The section [pgbouncer] of an ini and of those it includes; what stands last counts. */
  private static Map<String, String> rendered(RenderedHost host, String path) {
    Map<String, String> settings = new TreeMap<>();
    String section = "";
    for (String line : host.file(path).lines().toList()) {
      // What lies in /run is made on the host, and tells of databases only.
      if (line.startsWith("%include /etc/")) {
        settings.putAll(rendered(host, line.substring("%include ".length())));
      } else if (line.startsWith("[")) {
        section = line;
      } else if (section.equals("[pgbouncer]") && line.matches("[a-z_]+ *=.*")) {
        String[] parts = line.split(" *= *", 2);
        settings.put(parts[0], parts[1]);
      }
    }
    return settings;
  }

  /** What a process says of itself: name, value, default, whether it can be changed. */
  private static Map<String, String> inForce(String stack, RenderedHost host, int process)
      throws IOException {
    Map<String, String> settings = new HashMap<>();
    Path file = left.get(stack).resolve(host.name() + "." + process + ".config");
    for (String line : Files.readAllLines(file)) {
      String[] columns = line.split("\\|", -1);
      settings.put(columns[0], columns[1]);
    }
    return settings;
  }

  private static int processes(RenderedHost host) {
    return host.facts().path("processes").asInt();
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "three-nodes", "lab"})
  void everyProcessRunsWithTheSettingsOfItsFile(String stack) throws IOException {
    for (RenderedHost host : poolers(stack)) {
      for (int process = 1; process <= processes(host); process++) {
        assertThat(inForce(stack, host, process))
            .as("process %d of %s", process, host)
            .containsAllEntriesOf(rendered(host, FOLDER + "process-" + process + ".ini"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"prod, 215, 6000", "two-zone, 215, 6000", "three-nodes, 86, 6000", "lab, 85, 1000"})
  void theProcessesOfAPoolerTogetherHaveItsLimits(String stack, int connections, int clients)
      throws IOException {
    for (RenderedHost host : poolers(stack)) {
      // Each process has one more, to look passwords up with.
      assertThat(sum(stack, host, "max_db_connections") + processes(host))
          .as("%s", host)
          .isEqualTo(connections);
      // Clients spread unevenly over the processes, so each takes more than its share.
      assertThat(sum(stack, host, "max_client_conn"))
          .as("%s", host)
          .isGreaterThanOrEqualTo(clients);
    }
  }

  private static int sum(String stack, RenderedHost host, String setting) throws IOException {
    int sum = 0;
    for (int process = 1; process <= processes(host); process++) {
      sum += Integer.parseInt(inForce(stack, host, process).get(setting));
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "three-nodes", "lab"})
  void clientsAreLookedUpOverTlsAndRefusedWithout(String stack) throws IOException {
    for (RenderedHost host : poolers(stack)) {
      // PgBouncer looks the role up first, and there is no database here.
      assertThat(printed(stack, host, "tls")).containsAnyOf("timeout", "connect failed");
      assertThat(printed(stack, host, "plain")).containsIgnoringCase("SSL required");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "three-nodes", "lab"})
  void theConsoleIsForTheHostItselfWhateverPasswordComes(String stack) throws IOException {
    for (RenderedHost host : poolers(stack)) {
      assertThat(printed(stack, host, "loopback")).startsWith("PgBouncer");
      for (String refused : List.of("console", "administrator", "lookup")) {
        assertThat(printed(stack, host, refused)).as(refused).contains("login rejected");
      }
    }
  }

  private static String printed(String stack, RenderedHost host, String name) throws IOException {
    return Files.readString(left.get(stack).resolve(host.name() + "." + name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "three-nodes", "lab"})
  void noProcessWarnsAndEachMayOpenAsManyFilesAsItCanNeed(String stack) throws IOException {
    for (RenderedHost host : poolers(stack)) {
      for (int process = 1; process <= processes(host); process++) {
        String log =
            Files.readString(
                left.get(stack)
                    .resolve("%s.pgbouncer@%d.service.log".formatted(host.name(), process)));
        Matcher descriptors = DESCRIPTORS.matcher(log);

        assertThat(log.lines())
            .filteredOn(line -> line.matches(".*(WARNING|ERROR|FATAL).*"))
            .allMatch(line -> line.matches(REFUSED), "is of a client of this test");
        assertThat(descriptors.find()).as(log).isTrue();
        assertThat(Integer.parseInt(descriptors.group(2)))
            .isLessThanOrEqualTo(Integer.parseInt(descriptors.group(1)));
      }
    }
  }
}
