package dev.azurepatroni.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A table in a document that follows from the code. */
public final class DocumentedTable {
  private static final String END = "<!-- end -->\n";

  private DocumentedTable() {}

  /**
   * Compares the table in a page, and writes it with {@code -Dgolden.update=true}.
   *
   * @param mark the line above the table
   */
  public static void compare(Path file, String mark, String table) throws IOException {
    String page = Files.readString(file);
    int begin = page.indexOf(mark) + mark.length();
    if (Boolean.getBoolean("golden.update")) {
      page =
          page.substring(0, begin) + "\n" + table + "\n" + page.substring(page.indexOf(END, begin));
      Files.writeString(file, page);
    }
    assertThat(page.substring(begin, page.indexOf(END, begin)).strip()).isEqualTo(table.strip());
  }
}
