package dev.azurepatroni.emulator.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the real cdktf as users and pull requests do. */
class CdktfTest {
  private static final Path EXPECTED = Path.of("src/test/resources/cdktf-diff.txt");
  private static final String SMALL_DISK = "walDisk: { sizeGb: 4, iops";
  private static final String SUBNET = "subnet: 10.50.1.0/24";

  @TempDir Path folder;

  /**
   * The change: a larger WAL disk, and SSH from an administrators' network. {@code
   * -Dgolden.update=true} writes the expected diff.
   */
  @Test
  void aDiffShowsTheChangeOnly() throws IOException {
    try (Terraform terraform = Terraform.in(folder)) {
      Synthesis before = new Synthesis().with("lab", "lab");
      cdktf(terraform, before, "deploy", "--auto-approve").succeeded();
      assertThat(cdktf(terraform, before, "diff").succeeded().printed()).contains("No changes.");

      Synthesis after =
          new Synthesis()
              .with(
                  "lab",
                  "lab",
                  SMALL_DISK,
                  "walDisk: { sizeGb: 6, iops",
                  SUBNET,
                  SUBNET + "\n  adminCidrs: [\"10.50.9.0/28\"]");
      String diff = asRead(cdktf(terraform, after, "diff").succeeded().printed());

      if (Boolean.getBoolean("golden.update")) {
        Files.writeString(EXPECTED, diff);
      }
      assertThat(words(diff)).as(EXPECTED.toString()).isEqualTo(words(Files.readString(EXPECTED)));
    }
  }

  private Terraform.Run cdktf(
      Terraform terraform, Synthesis synthesis, String command, String... options) {
    List<String> words =
        new ArrayList<>(List.of("node_modules/.bin/cdktf", command, "lab", "--skip-provider-lock"));
    words.addAll(List.of("--app", String.join(" ", synthesis.app(folder))));
    words.addAll(List.of("--output", folder.resolve("cdktf.out").toString()));
    words.addAll(List.of(options));
    return terraform.execute(Synthesis.PROJECT, words);
  }

  /** Returns the plan from its legend to its summary, without colours and progress. */
  private static String asRead(String printed) {
    String plain = printed.replaceAll("\u001B\\[[0-9;]*[A-Za-z]", "").replace("lab  ", "     ");
    String plan = plain.substring(plain.indexOf("Terraform used the selected providers"));
    int sum = plan.indexOf("to destroy.");
    return plan.substring(0, sum + "to destroy.".length())
            .lines()
            .map(line -> line.startsWith("     ") ? line.substring("     ".length()) : line)
            .map(String::stripTrailing)
            .filter(line -> !line.endsWith("Processing"))
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  /**
   * Returns the lines without indentation: cdktf prints Terraform's output in pieces and trims
   * each.
   */
  private static List<String> words(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
