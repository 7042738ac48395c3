package dev.azurepatroni.lab.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Trials that were made, a line each, so that a drill that was stopped goes on where it was. */
final class TrialBook {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final List<Trial> trials;

  private TrialBook(Path file, List<Trial> trials) {
    this.file = file;
    this.trials = trials;
  }

  /**
   * Opens it.
   *
   * @throws IOException if a line of it is no trial; the message says which
   */
  static TrialBook open(Path file) throws IOException {
    List<Trial> trials = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        try {
          trials.add(JSON.readValue(line, Trial.class));
        } catch (JsonProcessingException e) {
          throw new IOException(
              "%s, line %d is no trial (%s): delete the line"
                  .formatted(file, trials.size() + 1, e.getOriginalMessage()),
              e);
        }
      }
    }
    return new TrialBook(file, trials);
  }

  /** Adds one, on disk too. */
  void add(Trial trial) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        JSON.writeValueAsString(trial) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    trials.add(trial);
  }

  /** All of a fault, as they were made. */
  List<Trial> of(LabFault fault) {
    return trials.stream().filter(it -> it.fault().equals(fault.id())).toList();
  }
}
