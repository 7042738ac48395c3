package dev.azurepatroni.verify.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a program printed to its standard output; its errors go to this process's.
 *
 * @param status the exit status
 * @param text the output
 */
public record CommandOutput(int status, String text) {
  /**
   * Runs a program, without input.
   *
   * @param limit how long it may take; then it is killed
   * @throws IOException if it cannot be started, or has not ended in time
   */
  public static CommandOutput of(List<String> command, Duration limit)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    CompletableFuture<String> text = CompletableFuture.supplyAsync(() -> read(process));
    try {
      String printed = text.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TimeoutException();
      }
      return new CommandOutput(process.exitValue(), printed);
    } catch (TimeoutException e) {
      throw new IOException(
          "`%s` has not ended within %d s".formatted(String.join(" ", command), limit.toSeconds()),
          e);
    } catch (ExecutionException e) {
      throw new IOException("the output of %s cannot be read".formatted(command.get(0)), e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String read(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
