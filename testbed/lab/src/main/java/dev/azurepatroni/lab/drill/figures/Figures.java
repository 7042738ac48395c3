package dev.azurepatroni.lab.drill.figures;

import dev.azurepatroni.lab.drill.injection.LabFault;
import dev.azurepatroni.verify.deployment.DeployedCluster.Budget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a folder of drills holds: every run as JSON, a table of them, and a plot. */
public final class Figures {
  private static final String PAGE =
      """
      # What a fault costs

      For people who decide whether the cluster recovers fast enough. Written by `%s`;
      every run is in [runs.jsonl](runs.jsonl). How it is measured: `docs/explanation/lab.md`, Drills.

      ![Seconds without an acknowledged write, by fault](drills.svg)

      %s
      Measured on %s, with local hosts, not on Azure. `n` is the number of runs. Gaps are in
      seconds, from the last acknowledged row to the next one, at a client that inserts a row every 5 ms over one
      connection, with a statement timeout of 3 s and a connect timeout of 2 s. `logins` is the same at a client that
      logs in to the pooler endpoint for each row, twice a second. `budget` is calculated for the pooler endpoint, of
      both; `max in budget` allows 0.5 s for the measurement. `lost` counts acknowledged rows that are not stored.
      `recovery` is the time from clearing the fault, or from the fault where nothing clears it, until every host is
      ready, the standby streams and etcd is complete.
      %s""";

  private final Path folder;
  private final RunLog log;

  /** Those in a folder, which need not be there yet. */
  public Figures(Path folder) throws IOException {
    this.folder = folder;
    this.log = RunLog.open(folder.resolve("runs.jsonl"));
  }

  /** The log of the folder. */
  public RunLog log() {
    return log;
  }

  /** The summaries of the faults that were tried. */
  public List<Summary> summaries(List<LabFault> faults, List<Budget> budgets) {
    return faults.stream()
        .filter(fault -> !log.of(fault).isEmpty())
        .map(fault -> Summary.of(fault, log.of(fault), budgets))
        .toList();
  }

  /** Writes table and plot. */
  public void write(List<Summary> summaries, String command, String machine) throws IOException {
    Files.createDirectories(folder);
    put("drills.svg", Plot.of(summaries));
    put("README.md", page(summaries, command, machine));
  }

  /** The page with the table. */
  static String page(List<Summary> summaries, String command, String machine) {
    List<String> outside = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Summary summary : summaries) {
      String title = summary.fault().kind().title();
      for (DrillRun run : summary.outsideBudget()) {
        outside.add(
            String.format(
                Locale.ROOT,
                "- %s, %s, %.1f s: %s%n",
                title,
                run.at(),
                Summary.outage(run),
                run.explanation() == null ? "not explained" : run.explanation()));
      }
      summary.problems().forEach(problem -> problems.add("- %s, %s%n".formatted(title, problem)));
    }
    return PAGE.formatted(
        command,
        Table.of(summaries),
        machine,
        part("Runs outside the budget:", outside) + part("What must not happen:", problems));
  }

  private static String part(String head, List<String> lines) {
    return lines.isEmpty() ? "" : "\n" + head + "\n\n" + String.join("", lines);
  }

  private void put(String name, String text) throws IOException {
    Path fresh = folder.resolve(name + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }
}
