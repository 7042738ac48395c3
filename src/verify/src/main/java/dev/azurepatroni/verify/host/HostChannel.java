package dev.azurepatroni.verify.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs scripts on the hosts as root. */
public final class HostChannel {
  private final Map<String, List<String>> commands;

  /**
   * A channel to hosts.
   *
   * @param commands what starts a root shell that reads a script from standard input, by host
   */
  public HostChannel(Map<String, List<String>> commands) {
    this.commands = new LinkedHashMap<>(commands);
  }

  /** The hosts' names. */
  public List<String> hosts() {
    return List.copyOf(commands.keySet());
  }

  /**
   * Runs a script on a host. It goes to standard input, so that no shell quotes it again.
   *
   * @throws IOException if the host cannot be reached, or does not answer in time
   */
  public HostAnswer run(String host, String script, Duration timeout)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("verify-host");
    Path in = folder.resolve("in");
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    try {
      Files.writeString(in, script + "\n");
      Process process =
          new ProcessBuilder(commands.get(host))
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      try {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IOException("%s: no answer within %d s".formatted(host, timeout.toSeconds()));
        }
      } finally {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
      }
      return new HostAnswer(process.exitValue(), text(out), text(err));
    } finally {
      for (Path file : List.of(in, out, err, folder)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * The same; what fails is an exception.
   *
   * @return standard output
   */
  public String ask(String host, String script, Duration timeout)
      throws IOException, InterruptedException {
    HostAnswer answer = run(host, script, timeout);
    if (answer.status() != 0) {
      throw new IOException("%s: %s".formatted(host, answer.reason()));
    }
    return answer.out();
  }

  /**
   * A query on a database host, as the superuser.
   *
   * @return rows of unquoted columns, separated by {@code |}
   */
  public List<String> query(String host, String sql) throws IOException, InterruptedException {
    String psql =
        """
        runuser -u postgres -- psql --no-psqlrc --quiet --no-align --tuples-only \
          --set=ON_ERROR_STOP=1 --host=/run/postgresql --dbname=postgres <<'SQL'
        %s
        SQL"""
            .formatted(sql);
    return ask(host, psql, Duration.ofSeconds(30)).lines().filter(line -> !line.isBlank()).toList();
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
