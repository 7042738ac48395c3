package dev.azurepatroni.review;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of this repository that was run with fake programs on the PATH. */
record ProgramRun(int status, String out, String err) {
  /**
   * Runs a command.
   *
   * @param folder gets the files of what it prints
   * @param fakes the fake programs
   * @param environment variables added to this process's
   */
  static ProgramRun of(
      List<String> command, Path folder, Path fakes, Map<String, String> environment)
      throws IOException, InterruptedException {
    File out = folder.resolve("stdout").toFile();
    File err = folder.resolve("stderr").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
    builder.environment().put("PATH", fakes + File.pathSeparator + System.getenv("PATH"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    String printed = Files.readString(out.toPath());
    String errors = Files.readString(err.toPath());
    if (!ended) {
      throw new AssertionError("%s has not ended: %s%s".formatted(command, printed, errors));
    }
    return new ProgramRun(process.exitValue(), printed, errors);
  }
}
