package dev.azurepatroni.app.refusal;

import static dev.azurepatroni.app.refusal.StackFiles.MINIMAL;
import static dev.azurepatroni.app.refusal.StackFiles.problem;
import static dev.azurepatroni.app.refusal.StackFiles.problems;
import static dev.azurepatroni.app.refusal.StackFiles.problemsOf;
import static dev.azurepatroni.app.refusal.StackFiles.problemsWith;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no YAML, or use what is not read here. */
final class UnreadableFilesTest {
  @TempDir private Path stacks;

  @Test
  void anEmptyFileIsRefused() throws IOException {
    assertThat(problemsOf(stacks, ""))
        .containsExactly(
            problem(
                "prod.yaml:1: (file) = (empty)",
                "contains no setting",
                "write at least name, location and state"));
  }

  @Test
  void aFileOfCommentsIsRefused() throws IOException {
    assertThat(problemsOf(stacks, "# to be done\n"))
        .containsExactly(
            problem(
                "prod.yaml:1: (file) = (empty)",
                "contains no setting",
                "write at least name, location and state"));
  }

  @Test
  void aListIsRefused() throws IOException {
    assertThat(problemsOf(stacks, "- name: pgpatroni\n"))
        .containsExactly(
            problem(
                "prod.yaml:1: (file) = [{name: pgpatroni}]",
                "a stack file is a mapping of settings",
                "start with `name: pgpatroni`"));
  }

  @Test
  void aTabIsRefusedAtItsLine() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              network:
              	subnet: 10.50.1.0/24
              """))
        .containsExactly(
            problem(
                "prod.yaml:5: (file) = \\tsubnet: 10.50.1.0/24",
                "is not YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)",
                "correct the line: indent with spaces, close brackets and quotes"));
  }

  @Test
  void aQuoteThatIsNotClosedIsRefusedWithTheLineItBeginsOn() throws IOException {
    assertThat(
            problemsOf(
                stacks,
                """
              name: "pgpatroni
              location: germanywestcentral
              """))
        .containsExactly(
            problem(
                "prod.yaml:3: (file) = (end of file)",
                "is not YAML: found unexpected end of stream, while scanning a quoted scalar that begins on line 1",
                "correct the line: indent with spaces, close brackets and quotes"));
  }

  @Test
  void aBracketThatIsNotClosedIsRefusedWithTheLineItBeginsOn() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              zones: ["1"
              network: {}
              """))
        .containsExactly(
            problem(
                "prod.yaml:5: (file) = network: {}",
                "is not YAML: expected ',' or ']', but got <scalar>, while parsing a flow sequence that begins on line 4",
                "correct the line: indent with spaces, close brackets and quotes"));
  }

  @Test
  void aNullByteIsRefusedAtItsLine() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              vault: {}
              \0
              """))
        .containsExactly(
            problem(
                "prod.yaml:5: (file) = character U+0000",
                "is not YAML: contains a character that is not allowed",
                "remove it, or save the file as plain UTF-8 text"));
  }

  @Test
  void aFileThatIsNotUtf8IsRefused() throws IOException {
    Files.writeString(stacks.resolve("prod.yaml"), "name: m\u00fcnchen\n", ISO_8859_1);

    assertThat(problems(stacks))
        .containsExactly(
            problem("prod.yaml:1: (file) = (bytes)", "is not UTF-8 text", "save it as UTF-8"));
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsAreRead() throws IOException {
    assertThat(problemsOf(stacks, "\ufeff" + MINIMAL.replace("\n", "\r\n"))).isEmpty();
  }
}
