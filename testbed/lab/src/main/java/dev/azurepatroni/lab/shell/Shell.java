package dev.azurepatroni.lab.shell;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs programs of this machine, one after the other. */
public final class Shell {
  private Shell() {}

  /**
   * What a program left.
   *
   * @param status its exit status
   * @param output what it printed, without white space around it
   * @param error what it said on standard error, without white space around it
   */
  public record Result(int status, String output, String error) {}

  /**
   * Runs a program that has to succeed.
   *
   * @return what it printed, without white space around it
   * @throws CommandFailedException if it ends with another status than 0
   */
  public static String run(List<String> command) throws IOException {
    return feed("", command);
  }

  /** The same, with its words one by one. */
  public static String run(String... command) throws IOException {
    return run(List.of(command));
  }

  /** Runs a program that reads a text and has to succeed. */
  public static String feed(String text, List<String> command) throws IOException {
    Result result = attempt(text, new ProcessBuilder(command));
    if (result.status() != 0) {
      throw new CommandFailedException(command, result.status(), result.error());
    }
    return result.output();
  }

  /** Runs a program that may fail. */
  public static Result attempt(String... command) throws IOException {
    return attempt(List.of(command));
  }

  /** Runs a program that may fail. */
  public static Result attempt(List<String> command) throws IOException {
    return attempt("", new ProcessBuilder(command));
  }

  /** The same with a variable more in its environment. */
  public static Result attempt(List<String> command, String variable, String value)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put(variable, value);
    return attempt("", builder);
  }

  private static Result attempt(String text, ProcessBuilder builder) throws IOException {
    // A file, for two pipes would have to be read at the same time.
    Path errors = Files.createTempFile("lab-", ".err");
    try {
      Process process = builder.redirectError(errors.toFile()).start();
      try (OutputStream input = process.getOutputStream()) {
        input.write(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException notRead) {
        // Its exit status explains why it stopped reading.
        process.destroy();
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(await(process), output.strip(), Files.readString(errors).strip());
    } finally {
      Files.delete(errors);
    }
  }

  /** Runs a program on this process's own terminal and returns its exit status. */
  public static int foreground(List<String> command) throws IOException {
    return await(new ProcessBuilder(command).inheritIO().start());
  }

  /**
   * The same with a variable more in its environment, which no list of processes shows to others.
   */
  public static int foreground(List<String> command, String variable, String value)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put(variable, value);
    return await(builder.start());
  }

  private static int await(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }
}
