package dev.azurepatroni.constructs.cloudinit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The files hosts get, with owner, mode and effect: {@code templates/files.csv}. */
final class FileTable {
  /** Stands in a path for the number of a PgBouncer process. */
  static final String PROCESS = "{process}";

  /** The host agent's Python package, whose modules lie in one folder whatever host gets them. */
  static final String AGENT = "/usr/lib/azure-patroni/azure_patroni/";

  private static final List<String> EARLY =
      List.of("/etc/apt/", "/etc/cloud/", "/usr/lib/python3/dist-packages/cloudinit/");
  private static final String FILE = "/dev/azurepatroni/templates/files.csv";
  private static final int CELLS = 5;

  /**
   * One line: a file, or one for each PgBouncer process where the path holds {@link #PROCESS}.
   *
   * @param role folder of its template
   * @param path on the host
   * @param owner user and group
   * @param mode octal permissions
   * @param change what a running host does when the content changed, {@code {process}} as in the
   *     path; {@code -}: nothing
   */
  record Entry(String role, String path, String owner, String mode, String change) {
    /** Of what is printed or copied, below the templates' folder, without {@code .ftl}. */
    String source() {
      return ofAgent() ? "hostagent/" + path.substring(AGENT.length()) : role + path;
    }

    /** Whether it is a module of the host agent: {@code src/hostagent/azure_patroni}. */
    boolean ofAgent() {
      return path.startsWith(AGENT);
    }

    /** Whether cloud-init, or an extension's apt, reads it before cloud-init's last stage. */
    boolean readEarly() {
      return EARLY.stream().anyMatch(path::startsWith);
    }

    boolean perProcess() {
      return path.contains(PROCESS);
    }

    /** The line of one process. */
    Entry of(int process) {
      String number = String.valueOf(process);
      return new Entry(
          role, path.replace(PROCESS, number), owner, mode, change.replace(PROCESS, number));
    }
  }

  private FileTable() {}

  /**
   * Every line, in the order of the table.
   *
   * @throws IllegalStateException if a line has not five cells
   */
  static List<Entry> entries() {
    try (InputStream file =
            Objects.requireNonNull(FileTable.class.getResourceAsStream(FILE), FILE);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(FileTable::entry)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entry entry(String line) {
    String[] cells = line.split(",", -1);
    if (cells.length != CELLS) {
      throw new IllegalStateException(
          "templates/files.csv: \"%s\" is not role,path,owner,mode,change".formatted(line));
    }
    return new Entry(cells[0], cells[1], cells[2], cells[3], cells[4]);
  }
}
