package dev.azurepatroni.lab.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.azurepatroni.topology.budget.FaultKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The trials of a results folder, one JSON line each. A drill that was stopped continues here. */
final class TrialLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final List<Trial> trials;

  private TrialLog(Path file, List<Trial> trials) {
    this.file = file;
    this.trials = trials;
  }

  /**
   * Reads the log; the file need not exist.
   *
   * @throws IOException if a line is not a trial; the message names it
   */
  static TrialLog open(Path file) throws IOException {
    List<Trial> trials = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        try {
          Trial trial = JSON.readValue(line, Trial.class);
          if (FaultKind.find(trial.fault()).isEmpty()) {
            throw new IOException(
                "%s, line %d: unknown fault id '%s'"
                    .formatted(file, trials.size() + 1, trial.fault()));
          }
          trials.add(trial);
        } catch (JsonProcessingException e) {
          throw new IOException(
              "%s, line %d is no trial (%s): delete the line"
                  .formatted(file, trials.size() + 1, e.getOriginalMessage()),
              e);
        }
      }
    }
    return new TrialLog(file, trials);
  }

  /** Appends a trial to the file. */
  void add(Trial trial) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        JSON.writeValueAsString(trial) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    trials.add(trial);
  }

  /** The trials of a fault, oldest first. */
  List<Trial> of(LabFault fault) {
    return trials.stream().filter(trial -> trial.fault().equals(fault.id())).toList();
  }
}
