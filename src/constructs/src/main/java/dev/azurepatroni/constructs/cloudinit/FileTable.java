package dev.azurepatroni.constructs.cloudinit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The files hosts get, with owner and mode: {@code templates/files.csv}. */
final class FileTable {
  private static final String FILE = "/dev/azurepatroni/templates/files.csv";

  /**
   * One file.
   *
   * @param role folder of its template
   * @param path on the host
   * @param owner user and group
   * @param mode octal permissions
   */
  record Entry(String role, String path, String owner, String mode) {
    String template() {
      return role + path + ".ftl";
    }
  }

  private FileTable() {}

  /** Every file, in the order of the table. */
  static List<Entry> entries() {
    try (InputStream file =
            Objects.requireNonNull(FileTable.class.getResourceAsStream(FILE), FILE);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(",", -1))
          .map(cells -> new Entry(cells[0], cells[1], cells[2], cells[3]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
