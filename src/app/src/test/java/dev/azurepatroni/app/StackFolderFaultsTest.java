package dev.azurepatroni.app;

import static dev.azurepatroni.app.refusal.StackFiles.MINIMAL;
import static dev.azurepatroni.app.refusal.StackFiles.problem;
import static dev.azurepatroni.app.refusal.StackFiles.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder itself, and the names of its files. */
final class StackFolderFaultsTest {
  @TempDir private Path stacks;

  @Test
  void aFolderThatIsNotThereIsRefused() throws IOException {
    assertThat(StackFolder.read(Path.of("no-such-folder")).problems())
        .containsExactly(
            "no-such-folder: is not a folder; create it, with a stack file such as prod.yaml");
  }

  @Test
  void aFolderWithoutStackFilesIsRefused() throws IOException {
    write("readme.txt");

    assertThat(problems(stacks))
        .containsExactly("stacks: contains no stack file; add one, such as prod.yaml");
  }

  @Test
  void twoFilesOfOneNameAreRefused() throws IOException {
    write("prod.yaml");
    write("prod.yml");

    assertThat(problems(stacks))
        .containsExactly(
            problem(
                "prod.yml: (file name) = prod",
                "has the same stack name as prod.yaml",
                "remove or rename one of the two files"));
  }

  @Test
  void aFileNameThatIsNoStackNameIsRefused() throws IOException {
    write("My Stack.yaml");

    assertThat(problems(stacks))
        .containsExactly(
            problem(
                "My Stack.yaml: (file name) = My Stack",
                "the file name is the stack's name: use lower-case letters, digits and dashes",
                "rename the file, for example to prod.yaml"));
  }

  @Test
  void aFolderNamedLikeAStackFileIsRefused() throws IOException {
    write("prod.yaml");
    Files.createDirectory(stacks.resolve("old.yaml"));

    assertThat(problems(stacks))
        .containsExactly(
            problem("old.yaml:1: (file) = (folder)", "is not a file", "move or rename the folder"));
  }

  @Test
  void anEditorsHiddenFileIsPassedOver() throws IOException {
    write("prod.yaml");
    Files.writeString(stacks.resolve(".#prod.yaml"), "half a");

    assertThat(problems(stacks)).isEmpty();
  }

  @Test
  void everyFileBecomesAStackInTheOrderOfTheNames() throws IOException {
    List.of("prod.yaml", "lab.yml", "two-zone.yaml").forEach(this::write);

    assertThat(StackFolder.read(stacks).stacks())
        .extracting(LoadedStack::name)
        .containsExactly("lab", "prod", "two-zone");
  }

  private void write(String name) {
    try {
      Files.writeString(stacks.resolve(name), MINIMAL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
