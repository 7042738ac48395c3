package dev.azurepatroni.lab.fault;

import dev.azurepatroni.lab.host.ControlGroup;
import dev.azurepatroni.lab.network.NamespaceSetup;
import dev.azurepatroni.lab.shell.Pause;
import dev.azurepatroni.lab.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Faults of one host's link that are injected in the host's own network namespace. */
public final class LinkFaults {
  private static final String SILENT = "inet lab_silent";

  /** A packet of so many bytes may be a handshake or an acknowledgement, a longer one has data. */
  private static final int WITHOUT_DATA = 52;

  private static final int START_MILLIS = 5000;
  private static final int POLL_MILLIS = 50;

  private final String namespace;
  private final ControlGroup delaying;
  private final Path program;

  /**
   * The faults of a link.
   *
   * @param namespace the host's
   * @param delaying the group of the process that delays its packets
   * @param program which that process runs
   */
  LinkFaults(String namespace, ControlGroup delaying, Path program) {
    this.namespace = namespace;
    this.delaying = delaying;
    this.program = program;
  }

  /**
   * Drops data to a TCP port, from the host itself too. Connections are accepted: so a server looks
   * whose threads all hang.
   */
  public void silence(int port) throws IOException {
    unsilence();
    nft(
        """
        table %s {
          chain arriving {
            type filter hook input priority -300; policy accept;
            tcp dport %d tcp flags & (syn | rst) == 0x0 meta length > %d drop
          }
        }
        """
            .formatted(SILENT, port, WITHOUT_DATA));
  }

  /** Lets every port be heard again. */
  public void unsilence() throws IOException {
    // Added first, for nftables refuses to delete what is not there.
    nft("add table %1$s\ndelete table %1$s\n".formatted(SILENT));
  }

  private void nft(String commands) throws IOException {
    Shell.feed(commands, NamespaceSetup.inside(namespace, "nft", "-f", "-"));
  }

  /** Delays what leaves the host. */
  public void delay(int millis) throws IOException {
    hasten();
    delaying.create();
    Path log = Files.createTempFile("lab-delay", ".log");
    try {
      List<String> command =
          new ArrayList<>(
              NamespaceSetup.inside(namespace, program.toString(), String.valueOf(millis)));
      Process process =
          new ProcessBuilder(delaying.joining(command))
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      for (int waited = 0; !Files.readString(log).contains("delays"); waited += POLL_MILLIS) {
        if (!process.isAlive() || waited > START_MILLIS) {
          throw new IOException(
              "packets are not delayed: " + Files.readString(log).strip().replace('\n', ' '));
        }
        Pause.of(POLL_MILLIS);
      }
    } finally {
      Files.delete(log);
    }
  }

  /** Ends the delay. */
  public void hasten() throws IOException {
    delaying.kill();
    delaying.remove();
  }
}
