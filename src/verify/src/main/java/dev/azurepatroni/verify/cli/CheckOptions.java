package dev.azurepatroni.verify.cli;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckSettings;
import dev.azurepatroni.verify.check.Group;
import dev.azurepatroni.verify.suite.Catalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What is checked, and with how much. */
final class CheckOptions {
  @Option(
      names = "--checks",
      split = ",",
      paramLabel = "CHECK",
      description = "Run only these checks; --list prints all.")
  private List<String> only = new ArrayList<>();

  @Option(names = "--skip", split = ",", paramLabel = "CHECK", description = "Skip these checks.")
  private List<String> skipped = new ArrayList<>();

  @Option(
      names = "--quick",
      description = "Run only checks that take seconds and cause little load.")
  private boolean quick;

  @Option(
      names = "--destructive",
      description = "Also run checks that switch over the leader, kill it, and let parts hang.")
  private boolean destructive;

  @Option(names = "--list", description = "Print the checks and exit.")
  private boolean list;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "20",
      description = "Time for which a rate is measured (default: ${DEFAULT-VALUE}).")
  private int seconds = 20;

  @Option(
      names = "--sustained-seconds",
      paramLabel = "N",
      defaultValue = "300",
      description = "Duration of the sustained load (default: ${DEFAULT-VALUE}).")
  private int sustained = 300;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "32",
      description = "Connections for the measurement of rates (default: ${DEFAULT-VALUE}).")
  private int clients = 32;

  @Option(
      names = "--large-mib",
      paramLabel = "N",
      defaultValue = "1024",
      description = "Size of the large transaction (default: ${DEFAULT-VALUE}).")
  private int largeMib = 1024;

  @Option(
      names = "--rates",
      split = ",",
      paramLabel = "N",
      defaultValue = "2000,3000,4000,8000",
      description = "Queries a second while the leader is killed (default: ${DEFAULT-VALUE}).")
  private List<Integer> rates = new ArrayList<>();

  @Option(
      names = "--recovery-seconds",
      paramLabel = "N",
      defaultValue = "180",
      description = "Longest time to recover from a fault (default: ${DEFAULT-VALUE}).")
  private int recovery = 180;

  boolean list() {
    return list;
  }

  /** All checks that there are. */
  List<Check> all() {
    return Catalogue.all(rates.stream().filter(rate -> rate > 0).toList());
  }

  /**
   * Those that were asked for, in order. What is wrong with the choice is added to the problems.
   */
  List<Check> chosen(List<String> problems) {
    List<String> known = all().stream().map(check -> check.name().id()).toList();
    Stream.concat(only.stream(), skipped.stream())
        .filter(id -> !known.contains(id))
        .forEach(
            id ->
                problems.add(
                    "unknown check %s; allowed: %s".formatted(id, String.join(", ", known))));
    positive("--seconds", seconds, problems);
    positive("--sustained-seconds", sustained, problems);
    positive("--clients", clients, problems);
    positive("--large-mib", largeMib, problems);
    positive("--recovery-seconds", recovery, problems);
    rates.forEach(rate -> positive("--rates", rate, problems));
    List<Check> chosen =
        all().stream()
            .filter(check -> only.isEmpty() || only.contains(check.name().id()))
            .filter(check -> !skipped.contains(check.name().id()))
            .filter(check -> !only.isEmpty() || check.name().group() == Group.QUICK || !quick)
            .filter(check -> destructive || check.name().group() != Group.DESTRUCTIVE)
            .toList();
    List<String> breaking =
        all().stream()
            .filter(check -> check.name().group() == Group.DESTRUCTIVE)
            .map(check -> check.name().id())
            .filter(only::contains)
            .toList();
    if (!destructive && !breaking.isEmpty()) {
      problems.add(
          "%s stops writes for seconds: add --destructive".formatted(String.join(", ", breaking)));
    } else if (chosen.isEmpty() && problems.isEmpty()) {
      problems.add("the options select no check");
    }
    return chosen;
  }

  CheckSettings settings() {
    return new CheckSettings(
        Duration.ofSeconds(seconds),
        Duration.ofSeconds(sustained),
        clients,
        (long) largeMib << 20,
        rates,
        Duration.ofSeconds(recovery));
  }

  private static void positive(String option, int value, List<String> problems) {
    if (value < 1) {
      problems.add("%s %d: must be at least 1".formatted(option, value));
    }
  }
}
