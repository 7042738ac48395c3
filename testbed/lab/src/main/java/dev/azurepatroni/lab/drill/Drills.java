package dev.azurepatroni.lab.drill;

import dev.azurepatroni.lab.ClientAccess;
import dev.azurepatroni.lab.DeployedStack;
import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.UnknownWord;
import dev.azurepatroni.lab.drill.figures.DrillRun;
import dev.azurepatroni.lab.drill.figures.Figures;
import dev.azurepatroni.lab.drill.figures.Results;
import dev.azurepatroni.lab.drill.figures.Summary;
import dev.azurepatroni.lab.drill.figures.Table;
import dev.azurepatroni.lab.drill.injection.DrillContext;
import dev.azurepatroni.lab.drill.injection.LabFault;
import dev.azurepatroni.lab.drill.injection.LabFaults;
import dev.azurepatroni.lab.host.Host;
import dev.azurepatroni.verify.deployment.DeployedCluster;
import dev.azurepatroni.verify.rows.RecordedRun;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The drills of a lab that is up: which there are, and their runs. */
public final class Drills {
  /** So many runs in turn that could not be made end a drill: the lab needs a look. */
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
   * @param results where runs, table and plot are kept
   * @param within how many times a fault's target a gap may take before it is a failure
   * @throws IOException if nothing was deployed, or the results there cannot be read
   */
  public static Drills open(
      Lab lab, List<String> program, Results results, double within, PrintStream out)
      throws IOException {
    return new Drills(
        lab,
        program,
        DeployedStack.of(lab).cluster(),
        new Figures(results.folder()),
        results.command(),
        within,
        out);
  }

  /** Lists them. */
  public void list() {
    for (LabFault fault : faults) {
      out.printf("%-34s %s%n", fault.id(), fault.kind().title());
    }
  }

  /**
   * Makes runs of some faults.
   *
   * @return 0 if no run had a problem
   * @throws IOException if a run could not be made
   */
  public int some(List<LabFault> some, int times, Path image) throws IOException {
    boolean clean = true;
    for (LabFault fault : some) {
      for (int run = 1; run <= times; run++) {
        clean &= run(fault, "%d/%d".formatted(run, times), image);
      }
    }
    out.print(Table.of(summaries()));
    return clean ? 0 : 1;
  }

  /**
   * The faults of these names.
   *
   * @throws IOException if there is no such fault
   */
  public List<LabFault> named(List<String> names) throws IOException {
    Map<String, LabFault> known =
        faults.stream().collect(Collectors.toMap(LabFault::id, fault -> fault));
    for (String name : names) {
      if (!known.containsKey(name)) {
        throw new IOException(
            UnknownWord.message("fault", name, faults.stream().map(LabFault::id).toList()));
      }
    }
    return names.stream().map(known::get).toList();
  }

  /**
   * Makes the missing runs of all faults, one run of each fault in turn, so that a drill that is
   * stopped has some of all. A run that could not run is reported, and runs in a later turn; what
   * cannot be made at all ends the drill.
   *
   * @param some the faults; all if there is none
   * @param most runs of a fault that needs more
   * @return 0 if no run had a problem
   * @throws IOException if one run after the other could not be made
   */
  public int all(List<LabFault> some, int most, Path image) throws IOException {
    List<LabFault> wanted = some.isEmpty() ? faults : some;
    boolean clean = true;
    int failed = 0;
    for (List<LabFault> due = due(wanted, most); !due.isEmpty(); due = due(wanted, most)) {
      for (LabFault fault : due) {
        try {
          int runs = Math.min(most, fault.runs());
          clean &= run(fault, "%d/%d".formatted(made(fault) + 1, runs), image);
          failed = 0;
        } catch (IOException e) {
          clean = false;
          failed++;
          if (failed == FAILURES) {
            throw e;
          }
          out.println("no run: " + e.getMessage());
        }
      }
    }
    // Even where none was missing: budgets may be others than at the last run.
    figures.write(summaries(), command, machine());
    out.print(Table.of(summaries()));
    return clean ? 0 : 1;
  }

  private int made(LabFault fault) {
    return figures.log().of(fault).size();
  }

  /** The faults that lack runs. */
  private List<LabFault> due(List<LabFault> wanted, int most) {
    return wanted.stream().filter(fault -> made(fault) < Math.min(most, fault.runs())).toList();
  }

  private List<Summary> summaries() {
    return figures.summaries(faults, cluster.budget());
  }

  private boolean run(LabFault fault, String which, Path image) throws IOException {
    out.printf("%s %s: ", fault.id(), which);
    out.flush();
    Drill drill =
        new Drill(
            new DrillContext(lab, cluster, image),
            program,
            lab.folder().lab(),
            ClientAccess.of(lab));
    DrillRun run = drill.run(fault);
    figures.log().add(run);
    figures.write(summaries(), command, machine());
    out.println(line(run));
    run.problems().forEach(problem -> out.println("  " + problem));
    return run.problems().isEmpty() && isWithin(fault, run);
  }

  private boolean isWithin(LabFault fault, DrillRun run) {
    if (fault.target().isEmpty()) {
      return true;
    }
    double most = within * fault.target().getAsDouble();
    boolean isWithin = Summary.outage(run) <= most;
    if (!isWithin) {
      out.printf("  writes or logins paused for longer than %.0f s%n", most);
    }
    return isWithin;
  }

  private static String line(DrillRun run) {
    return String.format(
        Locale.ROOT,
        "%s; no write for %.1f s through the pooler, %.1f s through the database endpoint; no login for"
            + " %.1f s, %.1f s; %,d rows acknowledged, %d lost; %s; healthy after %.0f s",
        run.target(),
        run.gap(Summary.POOLER),
        run.gap(Summary.DATABASE),
        run.gap(Summary.LOGINS),
        run.gap(Summary.DATABASE + RecordedRun.LOGIN),
        run.rows().acknowledged(),
        run.rows().lost(),
        run.resumed()
            ? "writes went on"
            : "no recovery in %.0f s, until the fault was cleared".formatted(run.held()),
        run.recovery());
  }

  private static String machine() throws IOException {
    String processor =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("an unknown processor");
    return "%d cores of %s".formatted(Runtime.getRuntime().availableProcessors(), processor);
  }
}
