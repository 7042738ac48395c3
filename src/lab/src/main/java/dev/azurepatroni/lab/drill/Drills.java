package dev.azurepatroni.lab.drill;

import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.host.Host;
import dev.azurepatroni.lab.inventory.Item;
import dev.azurepatroni.verify.deployment.Deployment;
import dev.azurepatroni.verify.deployment.Outputs;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The drills of a lab that is up: which there are, and their trials. */
public final class Drills {
  private static final String COMMAND = "bin/lab drill --all --results docs/figures";

  private final Lab lab;
  private final List<Path> classpath;
  private final Deployment deployment;
  private final List<Fault> faults;
  private final Figures figures;
  private final PrintStream out;

  private Drills(
      Lab lab, List<Path> classpath, Deployment deployment, Figures figures, PrintStream out)
      throws IOException {
    this.lab = lab;
    this.classpath = classpath;
    this.deployment = deployment;
    this.faults =
        Faults.of(
            deployment,
            lab.deployment().hosts().stream().map(Host::zone).distinct().sorted().toList());
    this.figures = figures;
    this.out = out;
  }

  /**
   * Those of a lab.
   *
   * @param classpath where the clients' program is
   * @param results folder of trials, table and plot
   * @throws IOException if nothing was deployed, or the results there cannot be read
   */
  public static Drills open(Lab lab, List<Path> classpath, Path results, PrintStream out)
      throws IOException {
    return new Drills(lab, classpath, Outputs.read(state(lab)), new Figures(results), out);
  }

  private static Path state(Lab lab) throws IOException {
    try (var files = Files.newDirectoryStream(lab.folder().standin(), "terraform.*.tfstate")) {
      List<Path> states = new ArrayList<>();
      files.forEach(states::add);
      if (states.size() == 1) {
        return states.get(0);
      }
      throw new IOException(
          "there are %d states in %s, and a drill needs one deployed stack"
              .formatted(states.size(), lab.folder().standin()));
    }
  }

  /** Says which there are. */
  public void list() {
    for (Fault fault : faults) {
      out.printf("%-28s %s%n", fault.id(), fault.title());
    }
  }

  /**
   * Makes trials of some faults.
   *
   * @return 0 if no trial had a problem
   * @throws IOException if there is no such fault, or a trial could not be made
   */
  public int some(List<String> names, int times, Path image) throws IOException {
    if (times < 1) {
      throw new IOException("--times is %d: it has to be 1 or more".formatted(times));
    }
    Map<String, Fault> known = faults.stream().collect(Collectors.toMap(Fault::id, it -> it));
    List<String> unknown = names.stream().filter(it -> !known.containsKey(it)).toList();
    if (!unknown.isEmpty()) {
      throw new IOException(
          "there is no fault %s: %s"
              .formatted(
                  String.join(", ", unknown),
                  faults.stream().map(Fault::id).collect(Collectors.joining(", "))));
    }
    boolean clean = true;
    for (String name : names) {
      for (int trial = 1; trial <= times; trial++) {
        clean &= trial(known.get(name), "%d/%d".formatted(trial, times), image);
      }
    }
    out.print(Table.of(summaries()));
    return clean ? 0 : 1;
  }

  /**
   * Makes what is missing of a whole drill, a trial of each fault in turn, so that a drill that is
   * stopped has some of all.
   *
   * @return 0 if no trial had a problem
   */
  public int all(Path image) throws IOException {
    boolean clean = true;
    boolean complete = false;
    while (!complete) {
      complete = true;
      for (Fault fault : faults) {
        int made = figures.book().of(fault).size();
        if (made < fault.trials()) {
          complete = false;
          clean &= trial(fault, "%d/%d".formatted(made + 1, fault.trials()), image);
        }
      }
    }
    out.print(Table.of(summaries()));
    return clean ? 0 : 1;
  }

  private List<Summary> summaries() {
    return figures.summaries(faults, deployment.budget());
  }

  private boolean trial(Fault fault, String which, Path image) throws IOException {
    out.printf("%s %s: ", fault.id(), which);
    out.flush();
    Drill drill =
        new Drill(new Scene(lab, deployment, image), classpath, lab.folder().lab(), credentials());
    Trial trial = drill.run(fault);
    figures.book().add(trial);
    figures.write(summaries(), COMMAND, machine());
    out.println(line(trial));
    trial.problems().forEach(it -> out.println("  " + it));
    return trial.problems().isEmpty();
  }

  private static String line(Trial trial) {
    return String.format(
        Locale.ROOT,
        "%s; no write for %.1f s through the pooler, %.1f s through the database endpoint; %,d rows"
            + " acknowledged, %d lost; %s; whole after %.0f s",
        trial.target(),
        trial.gaps().getOrDefault("pooler", 0.0),
        trial.gaps().getOrDefault("database", 0.0),
        trial.rows().acknowledged(),
        trial.rows().lost(),
        trial.resumed()
            ? "writes went on"
            : "no recovery in %.0f s, until it was undone".formatted(trial.held()),
        trial.whole());
  }

  private Clients.Credentials credentials() throws IOException {
    Path authority = lab.folder().lab().resolve("ca.pem");
    Files.writeString(authority, secret("-ca-certificate"));
    return new Clients.Credentials(authority, secret("-application-password").strip());
  }

  private String secret(String end) throws IOException {
    return lab.inventory().ofType("azurerm_key_vault_secret").stream()
        .filter(it -> it.name().endsWith(end))
        .map(Drills::value)
        .findFirst()
        .orElseThrow(() -> new IOException("the vault has no secret that ends in " + end));
  }

  private static String value(Item secret) {
    return secret.hidden().get("value");
  }

  private static String machine() throws IOException {
    String processor =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(it -> it.startsWith("model name"))
            .map(it -> it.substring(it.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("an unknown processor");
    return "%d cores of %s".formatted(Runtime.getRuntime().availableProcessors(), processor);
  }
}
