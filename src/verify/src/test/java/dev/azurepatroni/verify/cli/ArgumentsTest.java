package dev.azurepatroni.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgumentsTest {
  @TempDir Path folder;

  @Test
  void readsNoFileThatAValueNames() throws IOException {
    String name = "@" + Files.writeString(folder.resolve("secret"), "hunter2");

    Object stack = Main.commandLine().parseArgs(name).matchedPositional(0).getValue();

    assertThat(stack).isEqualTo(name);
  }
}
