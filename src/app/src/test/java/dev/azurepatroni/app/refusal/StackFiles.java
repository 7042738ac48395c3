package dev.azurepatroni.app.refusal;

import dev.azurepatroni.app.StackFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Folders of stack files under test, and the findings about them. */
public final class StackFiles {
  /** The shortest stack file: three lines. */
  public static final String MINIMAL =
      """
      name: pgpatroni
      location: germanywestcentral
      state: { backend: local }
      """;

  private StackFiles() {}

  /** The problems of a folder whose only file is prod.yaml: the minimal one and these settings. */
  public static List<String> problemsWith(Path folder, String settings) throws IOException {
    return problemsOf(folder, MINIMAL + settings);
  }

  /** The problems of a folder whose only file is prod.yaml. */
  public static List<String> problemsOf(Path folder, String prod) throws IOException {
    Files.writeString(folder.resolve("prod.yaml"), prod);
    return problems(folder);
  }

  /** The problems of a folder, which is shown as {@code stacks}. */
  public static List<String> problems(Path folder) throws IOException {
    return StackFolder.read(folder).problems().stream()
        .map(problem -> problem.replace(folder.toString(), "stacks"))
        .toList();
  }

  /** A problem as a person reads it. */
  public static String problem(String where, String problem, String fix) {
    return "stacks/%s\n  problem: %s\n  fix:     %s".formatted(where, problem, fix);
  }

  /** A text that stays beyond Azure's limit of user-data, however well it is compressed. */
  public static String incompressible() {
    return new Random(1)
        .ints(120_000, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
