package dev.azurepatroni.lab.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The way into hosts that are on. */
public final class Inside {
  private static final List<String> NAMESPACES =
      List.of("--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "--root", "--wdns=/");
  private static final String PATH =
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Hosts hosts;

  /** The way into these. */
  public Inside(Hosts hosts) {
    this.hosts = hosts;
  }

  /**
   * A command that runs another one as root on a host, bounded as all of the host is, and gone with
   * its power.
   *
   * @throws IOException if the host is off
   */
  public List<String> command(String host, String... command) throws IOException {
    long first =
        hosts
            .group(host)
            .first()
            .orElseThrow(() -> new IOException("%1$s is off: bin/lab start %1$s".formatted(host)));
    List<String> words = new ArrayList<>(List.of("nsenter", "--target", Long.toString(first)));
    words.addAll(NAMESPACES);
    // Nothing of this machine's environment means anything there.
    words.addAll(List.of("env", "--ignore-environment", PATH, "HOME=/root", "LANG=C.UTF-8"));
    words.add("TERM=" + Optional.ofNullable(System.getenv("TERM")).orElse("dumb"));
    words.addAll(List.of(command));
    return hosts.group(host).joining(first, words);
  }

  /** A file of a host as seen from here; nothing if the host is off. */
  public Optional<Path> file(String host, String path) throws IOException {
    return hosts.group(host).first().map(process -> Path.of("/proc/" + process + "/root" + path));
  }
}
