package dev.azurepatroni.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.app.refusal.StackFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as cdktf starts it: a process with arguments, an environment and an exit status. */
final class ProgramTest {
  private static final long LONGEST_SECONDS = 120;

  @TempDir private Path workspace;
  private Path stacks;
  private Path output;
  private Path errors;

  @BeforeEach
  void makeFolders() throws IOException {
    stacks = Files.createDirectory(workspace.resolve("stacks"));
    output = Files.createDirectory(workspace.resolve("out"));
    errors = workspace.resolve("stderr");
  }

  @Test
  void aFaultIsPrintedAndNothingIsWritten() throws IOException, InterruptedException {
    Files.writeString(stacks.resolve("good.yaml"), StackFiles.MINIMAL);
    Files.writeString(stacks.resolve("prod.yaml"), ManyFaultsTest.TEN_FAULTS);

    assertThat(run()).isEqualTo(1);
    assertThat(Files.readString(errors))
        .contains(
            stacks.resolve("prod.yaml") + ":8: database.dataDisk.iops = 80000\n  problem: ",
            "\n\n10 problems in " + stacks + "; nothing was written\n")
        .doesNotContain("Exception", "\tat ");
    assertThat(output).isEmptyDirectory();
  }

  @Test
  void aFolderThatIsNotThereIsAFaultToo() throws IOException, InterruptedException {
    Files.delete(stacks);

    assertThat(run()).isEqualTo(1);
    assertThat(Files.readString(errors))
        .isEqualTo(
            "%1$s: is not a folder; create it, with a stack file such as prod.yaml%n%n1 problem in %1$s; nothing was written%n"
                .formatted(stacks));
    assertThat(output).isEmptyDirectory();
  }

  @Test
  void userDataThatIsTooLargeIsFoundInTimeToLeaveNoFolder()
      throws IOException, InterruptedException {
    Files.delete(output);
    Files.writeString(
        stacks.resolve("prod.yaml"),
        "%spostgresql: { parameters: { search_path: %s } }%n"
            .formatted(StackFiles.MINIMAL, StackFiles.incompressible()));

    assertThat(run()).isEqualTo(1);
    assertThat(Files.readString(errors))
        .contains(
            "bytes of compressed user-data on ",
            "\n\n2 problems in " + stacks + "; nothing was written\n")
        .doesNotContain("Exception", "\tat ");
    assertThat(output).doesNotExist();
  }

  @Test
  void aSoundFolderIsSynthesised() throws IOException, InterruptedException {
    Files.writeString(stacks.resolve("prod.yaml"), StackFiles.MINIMAL);

    assertThat(run()).isZero();
    assertThat(output.resolve("stacks/prod/cdk.tf.json")).isNotEmptyFile();
    assertThat(output.resolve("stacks/prod/hosts"))
        .isDirectoryContaining("glob:**/pgpatroni-1.yaml")
        .isDirectoryContaining("glob:**/pgpatroni-witness.yaml");
    assertThat(output.resolve("stacks/prod/topology.svg")).isNotEmptyFile();
    assertThat(output.resolve("stacks/prod/topology.mermaid")).isNotEmptyFile();
  }

  private int run() throws IOException, InterruptedException {
    ProcessBuilder program =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            stacks.toString());
    program.environment().put("CDKTF_OUTDIR", output.toString());
    program.environment().put("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20");
    program.redirectOutput(workspace.resolve("stdout").toFile());
    program.redirectError(errors.toFile());
    Process process = program.start();
    try {
      assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
