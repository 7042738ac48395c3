package dev.azurepatroni.lab.drill;

import dev.azurepatroni.lab.ClientAccess;
import dev.azurepatroni.lab.DeployedStack;
import dev.azurepatroni.lab.DidYouMean;
import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.host.Host;
import dev.azurepatroni.verify.deployment.DeployedCluster;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The drills of a lab that is up: which there are, and their trials. */
public final class Drills {
  /** So many trials in turn that could not be made end a drill: the lab needs a look. */
  private static final int FAILURES = 3;

  private final Lab lab;
  private final List<String> program;
  private final DeployedCluster cluster;
  private final List<LabFault> faults;
  private final Figures figures;
  private final String command;
  private final double within;
  private final PrintStream out;

  private Drills(
      Lab lab,
      List<String> program,
      DeployedCluster cluster,
      Figures figures,
      String command,
      double within,
      PrintStream out)
      throws IOException {
    this.lab = lab;
    this.program = program;
    this.cluster = cluster;
    this.faults =
        LabFaults.of(
            cluster,
            lab.deployment().hosts().stream().map(Host::zone).distinct().sorted().toList());
    this.figures = figures;
    this.command = command;
    this.within = within;
    this.out = out;
  }

  /**
   * Those of a lab.
   *
   * @param program what Java runs as clients
   * @param results where trials, table and plot are kept
   * @param within how many times a fault's target a gap may take before it is a failure
   * @throws IOException if nothing was deployed, or the results there cannot be read
   */
  public static Drills open(
      Lab lab, List<String> program, Results results, double within, PrintStream out)
      throws IOException {
    return new Drills(
        lab,
        program,
        DeployedStack.cluster(lab),
        new Figures(results.folder()),
        results.command(),
        within,
        out);
  }

  /** Says which there are. */
  public void list() {
    for (LabFault fault : faults) {
      out.printf("%-34s %s%n", fault.id(), fault.kind().title());
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
    Map<String, LabFault> known =
        faults.stream().collect(Collectors.toMap(LabFault::id, one -> one));
    for (String name : names) {
      if (!known.containsKey(name)) {
        throw new IOException(
            DidYouMean.unknown("fault", name, faults.stream().map(LabFault::id).toList()));
      }
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
   * stopped has some of all. A trial that could not run is reported, and runs in a later turn; what
   * cannot be made at all ends the drill.
   *
   * @return 0 if no trial had a problem
   * @throws IOException if one trial after the other could not be made
   */
  public int all(Path image) throws IOException {
    boolean clean = true;
    int failed = 0;
    for (List<LabFault> due = due(); !due.isEmpty(); due = due()) {
      for (LabFault fault : due) {
        try {
          clean &= trial(fault, "%d/%d".formatted(made(fault) + 1, fault.trials()), image);
          failed = 0;
        } catch (IOException e) {
          clean = false;
          failed++;
          if (failed == FAILURES) {
            throw e;
          }
          out.println("no trial: " + e.getMessage());
        }
      }
    }
    // Even where none was missing: budgets may be others than at the last trial.
    figures.write(summaries(), command, machine());
    out.print(Table.of(summaries()));
    return clean ? 0 : 1;
  }

  private int made(LabFault fault) {
    return figures.log().of(fault).size();
  }

  /** The faults that lack trials. */
  private List<LabFault> due() {
    return faults.stream().filter(fault -> made(fault) < fault.trials()).toList();
  }

  private List<Summary> summaries() {
    return figures.summaries(faults, cluster.budget());
  }

  private boolean trial(LabFault fault, String which, Path image) throws IOException {
    out.printf("%s %s: ", fault.id(), which);
    out.flush();
    Drill drill =
        new Drill(
            new DrillContext(lab, cluster, image),
            program,
            lab.folder().lab(),
            ClientAccess.of(lab));
    Trial trial = drill.run(fault);
    figures.log().add(trial);
    figures.write(summaries(), command, machine());
    out.println(line(trial));
    trial.problems().forEach(problem -> out.println("  " + problem));
    return trial.problems().isEmpty() && isWithin(fault, trial);
  }

  private boolean isWithin(LabFault fault, Trial trial) {
    if (fault.target().isEmpty()) {
      return true;
    }
    double most = within * fault.target().getAsDouble();
    boolean isWithin = trial.gap(Summary.POOLER) <= most;
    if (!isWithin) {
      out.printf("  writes paused for longer than %.0f s%n", most);
    }
    return isWithin;
  }

  private static String line(Trial trial) {
    return String.format(
        Locale.ROOT,
        "%s; no write for %.1f s through the pooler, %.1f s through the database endpoint; %,d rows"
            + " acknowledged, %d lost; %s; healthy after %.0f s",
        trial.target(),
        trial.gap(Summary.POOLER),
        trial.gap(Summary.DATABASE),
        trial.rows().acknowledged(),
        trial.rows().lost(),
        trial.resumed()
            ? "writes went on"
            : "no recovery in %.0f s, until the fault was cleared".formatted(trial.held()),
        trial.recovery());
  }

  private static String machine() throws IOException {
    String processor =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(one -> one.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("an unknown processor");
    return "%d cores of %s".formatted(Runtime.getRuntime().availableProcessors(), processor);
  }
}
