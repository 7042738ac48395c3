package dev.azurepatroni.review.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code review changelog}. */
@Command(
    name = "changelog",
    mixinStandardHelpOptions = true,
    description = {"Prints what a changelog says of a version.", ""})
final class ChangelogCommand implements Callable<Integer> {
  private static final String SECTION = "## ";

  @Parameters(index = "0", paramLabel = "VERSION", description = "As in its heading: 1.2.3.")
  private String version;

  @Parameters(index = "1", paramLabel = "FILE", description = "In the form of keepachangelog.com.")
  private Path file;

  @Override
  public Integer call() throws IOException {
    List<String> lines = Files.readAllLines(file);
    int from = 0;
    while (from < lines.size() && !isOf(lines.get(from))) {
      from++;
    }
    int to = from + 1;
    while (to < lines.size() && !lines.get(to).startsWith(SECTION)) {
      to++;
    }
    String section =
        from < lines.size()
            ? lines.subList(from + 1, to).stream().collect(Collectors.joining("\n")).strip()
            : "";
    if (section.isEmpty()) {
      throw new IOException(
          "%s says nothing of %s: write a section \"## %s\"".formatted(file, version, version));
    }
    System.out.println(section);
    return 0;
  }

  /** {@code ## 1.2.3}, {@code ## [1.2.3]}, each also with a date behind it. */
  private boolean isOf(String line) {
    String heading = line.startsWith(SECTION) ? line.substring(SECTION.length()).strip() : "";
    return heading.replaceAll("[\\[\\]]", "").split("\\s", 2)[0].equals(version);
  }
}
