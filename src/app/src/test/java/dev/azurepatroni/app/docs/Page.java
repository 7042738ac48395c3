package dev.azurepatroni.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.app.synth.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A page of docs/. What a test holds stands between a comment and the next {@code end}. */
final class Page {
  static final Path ROOT = Path.of("../..");

  private static final String END = "\n<!-- end -->";

  private final Path file;

  private Page(Path file) {
    this.file = file;
  }

  static Page named(String name) {
    return new Page(ROOT.resolve("docs").resolve(name));
  }

  /** The part is this table; {@code -Dgolden.update=true} makes it so. */
  void holds(String part, String head, Stream<String> rows) throws IOException {
    String rule = "|" + "---|".repeat(head.split("\\|", -1).length - 2);
    holds(part, Stream.concat(Stream.of(head, rule), rows).toList());
  }

  /** The part is these lines. */
  void holds(String part, List<String> lines) throws IOException {
    String expected = String.join("\n", lines);
    if (Golden.UPDATE) {
      String text = Files.readString(file);
      int begin = begin(text, part);
      Files.writeString(
          file,
          text.substring(0, begin) + "\n\n" + expected + "\n" + text.substring(end(text, begin)));
    }
    assertThat(part(part))
        .as("%s, %s; if that is meant, run again with -Dgolden.update=true", file, part)
        .isEqualTo(expected);
  }

  /** The cells of each row of the part's table, without its head. */
  List<List<String>> rows(String part) throws IOException {
    List<List<String>> rows = tableRows(part(part));
    assertThat(rows).as("%s, %s", file, part).isNotEmpty();
    return rows;
  }

  /** The cells of each row of every table of a text; heads are left out. */
  static List<List<String>> tableRows(String text) {
    List<String> lines = text.lines().toList();
    return IntStream.range(0, lines.size())
        .filter(at -> lines.get(at).startsWith("| "))
        .filter(at -> at + 1 == lines.size() || !lines.get(at + 1).startsWith("|---"))
        .mapToObj(at -> cells(lines.get(at)))
        .toList();
  }

  String text() throws IOException {
    return Files.readString(file);
  }

  private static List<String> cells(String row) {
    return Arrays.stream(row.substring(1, row.length() - 1).split("(?<!\\\\)\\|", -1))
        .map(cell -> cell.strip().replace("\\|", "|"))
        .toList();
  }

  private String part(String part) throws IOException {
    String text = Files.readString(file);
    int begin = begin(text, part);
    return text.substring(begin, end(text, begin)).strip();
  }

  private int begin(String text, String part) {
    String comment = "<!-- " + part + " -->";
    assertThat(text).as("%s", file).containsOnlyOnce(comment);
    return text.indexOf(comment) + comment.length();
  }

  private int end(String text, int begin) {
    int end = text.indexOf(END, begin);
    assertThat(end).as("the end of a part of %s", file).isPositive();
    return end;
  }
}
