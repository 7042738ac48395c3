package dev.azurepatroni.lab.drill.figures;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.azurepatroni.lab.drill.injection.LabFault;
import dev.azurepatroni.topology.budget.FaultKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The runs of a results folder, one JSON line each. A drill that was stopped continues here. */
public final class RunLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final List<DrillRun> runs;

  private RunLog(Path file, List<DrillRun> runs) {
    this.file = file;
    this.runs = runs;
  }

  /**
   * Reads the log; the file need not exist.
   *
   * @throws IOException if a line is not a run, or the folder is a file; the message names it
   */
  public static RunLog open(Path file) throws IOException {
    Path folder = file.getParent();
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IOException(folder + " is a file: name a folder for the results");
    }
    List<DrillRun> runs = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        try {
          DrillRun run = JSON.readValue(line, DrillRun.class);
          if (FaultKind.find(run.fault()).isEmpty()) {
            throw new IOException(
                "%s, line %d: unknown fault id '%s'".formatted(file, runs.size() + 1, run.fault()));
          }
          runs.add(run);
        } catch (JsonProcessingException e) {
          throw new IOException(
              "%s, line %d is no run (%s): delete the line"
                  .formatted(file, runs.size() + 1, e.getOriginalMessage()),
              e);
        }
      }
    }
    return new RunLog(file, runs);
  }

  /** Appends a run to the file. */
  public void add(DrillRun run) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        JSON.writeValueAsString(run) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    runs.add(run);
  }

  /** The runs of a fault, oldest first. */
  public List<DrillRun> of(LabFault fault) {
    return runs.stream().filter(run -> run.fault().equals(fault.id())).toList();
  }
}
