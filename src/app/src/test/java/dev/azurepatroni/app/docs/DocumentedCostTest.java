package dev.azurepatroni.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.azurepatroni.app.synth.Stacks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/cost.md has the quantities of prod, as bin/cost reads them from what is synthesised. */
class DocumentedCostTest {
  private static final long LONGEST_SECONDS = 60;

  @TempDir private Path folder;

  @Test
  void thePageHasTheQuantitiesOfProd() throws IOException, InterruptedException {
    Path stack = Files.createDirectories(folder.resolve("stacks/prod"));
    new JsonMapper().writeValue(stack.resolve("cdk.tf.json").toFile(), Stacks.named("prod").json());
    String program = Page.ROOT.resolve("bin/cost").toString();

    List<String> printed =
        run(
            Path.of("."),
            "python3",
            program,
            "prod",
            "--quantities",
            "--output",
            folder.toString());

    Page.named("cost.md").holds("Quantities, by DocumentedCostTest", printed);
  }

  @Test
  void theProgramPassesItsOwnTests() throws IOException, InterruptedException {
    assertThat(run(Path.of("src/test/cost"), "python3", "-B", "-m", "unittest"))
        .contains("OK")
        .doesNotContain("Ran 0 tests");
  }

  private List<String> run(Path where, String... command) throws IOException, InterruptedException {
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(command)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(() -> "it said: " + read(said)).isZero();
    } finally {
      process.destroyForcibly();
    }
    try (Stream<String> lines = Files.lines(said)) {
      return lines.toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
