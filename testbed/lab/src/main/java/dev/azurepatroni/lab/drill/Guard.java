package dev.azurepatroni.lab.drill;

import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.Programs;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that clears all faults of a lab when this one ends in the middle of a drill, however it
 * does: its input ends with this process.
 */
public final class Guard implements AutoCloseable {
  /** What it reads if there is nothing to clear. */
  public static final String DONE = "done";

  private final Process process;
  private boolean finished;

  private Guard(Process process) {
    this.process = process;
  }

  /** Starts it, in a session of its own: Ctrl-C at the terminal is not for it. */
  public static Guard start(Lab lab, Programs programs) throws IOException {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(programs.lab());
    command.addAll(List.of("fault", "guard", "--folder", lab.folder().emulator().toString()));
    return new Guard(
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Every drill has cleared its own fault. */
  public void finished() {
    finished = true;
  }

  /** Ends it. Unless the drills have finished it clears all faults. */
  @Override
  public void close() throws IOException {
    try (Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
      in.write(finished ? DONE + "\n" : "");
    } catch (IOException ended) {
      // Without it there is nothing to say.
      if (process.isAlive()) {
        throw ended;
      }
    }
  }
}
