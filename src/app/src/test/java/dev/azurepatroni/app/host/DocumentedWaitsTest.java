package dev.azurepatroni.app.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * docs/explanation/waits.md names every wait of the Python programs, and every time-out of the
 * hosts' files.
 */
class DocumentedWaitsTest {
  private static final Path PAGE = Path.of("../../docs/explanation/waits.md");
  private static final List<Path> PACKAGES =
      List.of(Path.of("../hostagent/azure_patroni"), Path.of("../operations/operations"));
  private static final Pattern CONSTANT =
      Pattern.compile("^([A-Z_]*SECONDS)\\b.* = ", Pattern.MULTILINE);
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @Test
  void everyConstantInSecondsHasARow() throws IOException {
    assertThat(ofThePage()).containsExactlyInAnyOrderElementsOf(ofThePackages());
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/pgbouncer/shared.ini, ^(\\w*(?:timeout|keep\\w+|lifetime|retry|backlog)\\w*) *=",
    "/etc/patroni/conf.d/10-cluster.yml, ^ *(\\w*(?:timeout|ttl|wait|margin|delay|interval|keepalives\\w*)) *:",
    "/etc/azure-patroni/etcd.env, ^(\\w*(?:TIMEOUT|INTERVAL|DURATION)\\w*)="
  })
  void everyTimeoutOfAFileHasARow(String path, String setting) throws IOException {
    String page = Files.readString(PAGE);
    Set<String> settings = new TreeSet<>();
    for (RenderedHost host : RenderedHost.ofStack("prod")) {
      host.files().stream()
          .filter(file -> file.path().equals(path))
          .forEach(file -> settings.addAll(found(setting, file.text())));
    }

    assertThat(settings).isNotEmpty().allMatch(name -> named(page, name), "has a row");
  }

  @Test
  void everyUnitWithATimeoutHasARow() throws IOException {
    String page = Files.readString(PAGE);
    Set<String> units = new TreeSet<>();
    for (RenderedHost host : RenderedHost.ofStack("prod")) {
      host.files().stream()
          .filter(file -> file.text().matches("(?s).*\n(Timeout\\w*Sec|WatchdogSec)=.*"))
          .forEach(file -> units.addAll(found("/system/(.+?)\\.service", file.path())));
    }

    assertThat(units)
        .contains("patroni", "azure-patroni-watch")
        .allMatch(
            name -> page.contains("`" + name) || page.contains(name.replace("azure-patroni", "`")),
            "has a row");
  }

  /** A row may name a group, such as {@code tcp_keepalives_*}. */
  private static boolean named(String page, String name) {
    return found("`([a-zA-Z_*.]+)`", page).stream()
        .anyMatch(
            row -> row.endsWith("*") ? name.startsWith(row.replace("*", "")) : tail(row, name));
  }

  /** A key below another one is named with it: {@code watchdog.safety_margin}. */
  private static boolean tail(String row, String name) {
    return row.equals(name) || row.endsWith("." + name);
  }

  private static Set<String> found(String pattern, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static Set<String> ofThePackages() throws IOException {
    Set<String> constants = new TreeSet<>();
    for (Path python : PACKAGES) {
      try (Stream<Path> files = Files.walk(python)) {
        for (Path file : files.filter(one -> one.toString().endsWith(".py")).toList()) {
          Matcher constant = CONSTANT.matcher(Files.readString(file));
          while (constant.find()) {
            constants.add(python.relativize(file) + " " + constant.group(1));
          }
        }
      }
    }
    return constants;
  }

  /** A file of a package in a row, and the constants after it. */
  private static Set<String> ofThePage() throws IOException {
    Set<String> constants = new TreeSet<>();
    List<String> rows =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("|")).toList();
    for (String row : rows) {
      String file = "";
      Matcher code = CODE.matcher(row);
      while (code.find()) {
        String word = code.group(1);
        if (word.startsWith("bin/")) {
          // Not of a package.
          file = "";
        } else if (word.endsWith(".py")) {
          file = word;
        } else if (word.matches("[A-Z_]*SECONDS") && file.matches("(?!bin/).*\\.py")) {
          constants.add(file + " " + word);
        }
      }
    }
    return constants;
  }
}
