package dev.azurepatroni.lab.drill;

import dev.azurepatroni.verify.deployment.Deployment.Budget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** What a folder of drills holds: every trial as JSON, a table of them, and a plot. */
final class Figures {
  private static final String PAGE =
      """
      # What faults cost

      Written by `%s` after each trial; every trial is in [trials.jsonl](trials.jsonl). How it is
      measured: `docs/lab.md`, Drills.

      ![Seconds without an acknowledged write, by fault](drills.svg)

      %s
      %s, one trial a mark, seconds. Gap: from the last row acknowledged to the next one, at a client that
      writes a row each 5 ms over one connection, gives an answer 3 s and a connection 2 s. Lost: rows
      acknowledged and not stored. Whole again: from the undoing of the fault, or from the fault itself
      where the cluster mends it, until every host is ready, the standby streams and the voters are complete.
      %s""";

  private final Path folder;
  private final TrialBook book;

  /** Those in a folder, which need not be there yet. */
  Figures(Path folder) throws IOException {
    this.folder = folder;
    this.book = TrialBook.open(folder.resolve("trials.jsonl"));
  }

  TrialBook book() {
    return book;
  }

  /** The summaries of the faults that were tried. */
  List<Summary> summaries(List<LabFault> faults, List<Budget> budgets) {
    return faults.stream()
        .filter(it -> !book.of(it).isEmpty())
        .map(it -> Summary.of(it, book.of(it), budgets))
        .toList();
  }

  /** Writes table and plot anew. */
  void write(List<Summary> summaries, String command, String machine) throws IOException {
    Files.createDirectories(folder);
    StringBuilder problems = new StringBuilder();
    summaries.forEach(
        it ->
            it.problems()
                .forEach(
                    problem ->
                        problems.append(
                            "- %s, %s%n".formatted(it.fault().kind().title(), problem))));
    String told = problems.isEmpty() ? "" : "\nWhat should not have been:\n\n" + problems;
    put("drills.svg", Plot.of(summaries));
    put("README.md", PAGE.formatted(command, Table.of(summaries), machine, told));
  }

  private void put(String name, String text) throws IOException {
    Path fresh = folder.resolve(name + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }
}
