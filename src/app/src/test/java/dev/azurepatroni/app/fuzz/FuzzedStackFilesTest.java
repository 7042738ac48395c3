package dev.azurepatroni.app.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.app.StackConfig;
import dev.azurepatroni.app.StackFolder;
import dev.azurepatroni.app.yaml.StackFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stack files with random changes: each is accepted, or refused with file, line, problem and fix.
 *
 * <p>It leaves files for {@code src/app/src/test/fuzz/run}, which takes some through {@code
 * bin/synth} and Terraform.
 */
class FuzzedStackFilesTest {
  private static final int MUTATIONS = 10_000;
  private static final int FOR_THE_PROGRAM = 300;
  private static final Path LEFT = Path.of("target/fuzz");

  private static final Pattern PROBLEM =
      Pattern.compile(
          "(?<file>[^:\\n]+):(?<line>[1-9][0-9]*): (?<path>\\S.*) = \\S.*\\n"
              + "  problem: \\S.*\\n"
              + "  fix:     \\S.*");

  /** What a terminal does not show, or shows as something else. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  @TempDir private Path stacks;

  /** Files of an earlier run, which took other stack files, would be taken for this one's. */
  @BeforeAll
  static void removeFilesOfEarlierRuns() throws IOException {
    if (Files.exists(LEFT)) {
      try (Stream<Path> files = Files.walk(LEFT)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void everyMutationIsAcceptedOrRefusedWithFileLineProblemAndFix() throws IOException {
    List<byte[]> bases = bases();
    Path file = stacks.resolve("prod.yaml");
    Map<StackConfig, byte[]> accepted = new LinkedHashMap<>();
    List<String> faults = new ArrayList<>();
    int refused = 0;
    for (int seed = 0; seed < MUTATIONS; seed++) {
      byte[] mutation = Mutator.mutate(bases.get(seed % bases.size()), seed);
      // A new file each time: truncating one makes the file system flush it.
      Files.deleteIfExists(file);
      Files.write(file, mutation);
      try {
        StackFile<StackConfig> read = StackFile.read(file, StackConfig.class);
        boolean known =
            read.findings().isEmpty() && accepted.containsKey(read.content().orElse(null));
        // Working the same cluster out once more would take most of the time.
        List<String> problems = known ? List.of() : StackFolder.read(stacks).problems();
        if (problems.isEmpty()) {
          accepted.putIfAbsent(read.content().orElseThrow(), mutation);
          unprintable(read).forEach(faults::add);
        } else {
          refused++;
          long lines = new String(mutation, ISO_8859_1).split("\\R|\u0085", -1).length;
          for (String problem : problems) {
            if (!sound(problem, file, lines)) {
              faults.add("seed %d: %s".formatted(seed, problem));
            }
          }
        }
      } catch (RuntimeException | StackOverflowError e) {
        faults.add("seed %d: %s at %s".formatted(seed, e, e.getStackTrace()[0]));
      }
      if (seed < FOR_THE_PROGRAM) {
        leave("mutations/%03d/prod.yaml".formatted(seed), mutation);
      }
    }
    int number = 0;
    for (byte[] mutation : accepted.values()) {
      leave("accepted/stack-%04d.yaml".formatted(number++), mutation);
    }

    assertThat(faults).isEmpty();
    // Both ways are taken, each often.
    assertThat(refused).isGreaterThan(MUTATIONS / 4);
    assertThat(accepted).hasSizeGreaterThan(MUTATIONS / 50);
  }

  private static List<byte[]> bases() throws IOException {
    List<byte[]> bases = new ArrayList<>();
    for (String name : List.of("prod", "two-zone", "lab")) {
      bases.add(Files.readAllBytes(Path.of("../../stacks", name + ".yaml")));
    }
    bases.add(Files.readAllBytes(Path.of("src/test/resources/fuzz/every-setting.yaml")));
    return bases;
  }

  private static boolean sound(String problem, Path file, long lines) {
    Matcher matcher = PROBLEM.matcher(problem);
    return matcher.matches()
        && matcher.group("file").equals(file.toString())
        && Long.parseLong(matcher.group("line")) <= lines + 1
        && !UNPRINTABLE.matcher(problem.replace("\n", "")).find()
        && !problem.contains("Exception");
  }

  /** Names, ranges and versions are plain text; only a parameter of PostgreSQL may be anything. */
  private static Stream<String> unprintable(StackFile<StackConfig> file) {
    return file.texts().entrySet().stream()
        .filter(text -> !text.getKey().startsWith("postgresql.parameters."))
        .filter(
            text ->
                UNPRINTABLE.matcher(text.getKey() + text.getValue()).find()
                    || !text.getValue().equals(text.getValue().strip()))
        .map(text -> "accepted: " + text);
  }

  private static void leave(String name, byte[] content) throws IOException {
    Path file = LEFT.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
