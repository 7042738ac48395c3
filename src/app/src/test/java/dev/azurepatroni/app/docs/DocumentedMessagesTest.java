package dev.azurepatroni.app.docs;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/how-to/troubleshoot.md quotes what our programs print, letter by letter. */
class DocumentedMessagesTest {
  private static final List<String> SOURCES =
      List.of(
          "bin",
          "src/hostagent/azure_patroni",
          "src/operations/operations",
          "templates",
          "src/topology/src/main/java",
          "src/constructs/src/main/java",
          "src/app/src/main/java",
          "src/verify/src/main/java");
  private static final Pattern OURS = Pattern.compile("\\| printed \\|.*\n\\|---.*\n((\\|.*\n)+)");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  /** What stands between the pieces of one text: lines of Python or Java, joined. */
  private static final Pattern JOINTS = Pattern.compile("\"\\s*\\+?\\s*\\n\\s*\\+?\\s*f?\"");

  /** What a program puts in, in the ways of Python and Java. */
  private static final Pattern PLACES = Pattern.compile("\\{[^{}\\n]*}|%[-,.0-9$]*[sdf]");

  @Test
  void everyMessageStandsInASource() throws IOException {
    List<String> sources = sources();
    List<String> messages = messages();
    assertThat(messages).hasSizeGreaterThan(50);

    assertThat(messages)
        .allMatch(message -> printedBy(sources, message), "is printed by a program");
  }

  @Test
  void aMessageThatNobodyPrintsIsFound() throws IOException {
    List<String> sources = sources();

    assertThat(printedBy(sources, "no … within … s: attach it at this LUN")).isTrue();
    assertThat(printedBy(sources, "no … within … s: attach it at that LUN")).isFalse();
  }

  private static boolean printedBy(List<String> sources, String message) {
    String pattern =
        Arrays.stream(message.split("…", -1)).map(Pattern::quote).collect(joining("[^\n]{0,250}?"));
    return sources.stream().anyMatch(source -> Pattern.compile(pattern).matcher(source).find());
  }

  /** The quotes in the first cells of the tables that are ours. */
  private static List<String> messages() throws IOException {
    List<String> messages = new ArrayList<>();
    Matcher table = OURS.matcher(Page.named("how-to/troubleshoot.md").text());
    while (table.find()) {
      for (List<String> row : Page.tableRows(table.group(1))) {
        Matcher quoted = QUOTED.matcher(row.get(0));
        assertThat(quoted.find()).as("a quote in: %s", row.get(0)).isTrue();
        messages.add(quoted.group(1));
      }
    }
    return messages;
  }

  private static List<String> sources() throws IOException {
    List<String> sources = new ArrayList<>();
    for (String folder : SOURCES) {
      try (Stream<Path> files = Files.walk(Page.ROOT.resolve(folder))) {
        files.filter(Files::isRegularFile).forEach(file -> sources.add(read(file)));
      }
    }
    return sources;
  }

  private static String read(Path file) {
    try {
      String text = Files.readString(file).replace("\\\"", "\"");
      return PLACES.matcher(JOINTS.matcher(text).replaceAll("")).replaceAll("…");
    } catch (MalformedInputException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
