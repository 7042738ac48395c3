package dev.azurepatroni.lab.cli;

import dev.azurepatroni.lab.Artifacts;
import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.Programs;
import dev.azurepatroni.lab.drill.Drills;
import dev.azurepatroni.lab.drill.Guard;
import dev.azurepatroni.lab.drill.figures.Results;
import dev.azurepatroni.lab.drill.injection.LabFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "drill",
    description = {
      "Injects a fault while clients write, and reports what they saw. Lists the faults without one.",
      "  bin/lab drill leader-postgres-crashed --times 3",
      "  bin/lab drill --all --results docs/figures"
    })
final class DrillCommand implements Callable<Integer> {
  @Mixin private LabOption option;
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "FAULT")
  private List<String> faults = List.of();

  @Option(
      names = "--all",
      description = {
        "Every fault, or every one that is named, until the results have all its runs; goes on where"
            + " it was stopped."
      })
  private boolean all;

  @Option(
      names = "--times",
      paramLabel = "N",
      description =
          "Runs of each fault (default: 1; with --all as many as each fault should have).")
  private Integer times;

  @Option(
      names = "--within",
      paramLabel = "FACTOR",
      description = "Fails if writes pause for longer than FACTOR times the fault's target.")
  private double within = Double.POSITIVE_INFINITY;

  @Option(
      names = "--results",
      paramLabel = "FOLDER",
      description = "Where runs, table and plot are kept (default: drills, in the lab's folder).")
  private Path results;

  @Override
  public Integer call() throws IOException {
    Lab lab = option.open();
    Programs programs = LabOption.programs();
    Path folder = results == null ? lab.folder().lab().resolve("drills") : results;
    Drills drills =
        Drills.open(lab, programs.verification(), new Results(folder, typed()), within, System.out);
    if (!all && faults.isEmpty()) {
      drills.list();
      return 0;
    }
    List<LabFault> chosen = drills.named(faults);
    if (times != null && times < 1) {
      throw new IOException("--times is %d: it has to be 1 or more".formatted(times));
    }
    Path image = Artifacts.make(programs).image();
    try (Guard guard = Guard.start(lab, programs)) {
      int status =
          all
              ? drills.all(chosen, times == null ? Integer.MAX_VALUE : times, image)
              : drills.some(chosen, times == null ? 1 : times, image);
      guard.finished();
      return status;
    }
  }

  private String typed() {
    return "bin/lab " + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
  }
}
