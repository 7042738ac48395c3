package dev.azurepatroni.app.synth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@DisabledIfSystemProperty(named = "golden.update", matches = "true")
class GoldenFolderTest {
  @TempDir private Path folder;

  @BeforeEach
  void commit() throws IOException {
    Files.createDirectories(folder.resolve("db-1/etc"));
    Files.writeString(folder.resolve("db-1/etc/hosts"), "one\ntwo\nthree\nfour\n");
  }

  @Test
  void aChangedFileIsNamedWithItsFirstDifferentLine() throws IOException {
    assertThat(
            new GoldenFolder(folder)
                .differences(Map.of("db-1/etc/hosts", "one\n2\n3\nthree\nfour\n")))
        .containsExactly("\ndb-1/etc/hosts:2\n  - two\n  + 2\n  + 3");
  }

  @Test
  void aMissingAndANewFileAreNamed() throws IOException {
    assertThat(new GoldenFolder(folder).differences(Map.of("db-1/etc/motd", "x")))
        .containsExactly(
            "\ndb-1/etc/hosts: committed, but no longer rendered",
            "\ndb-1/etc/motd: rendered, but not committed");
  }

  @Test
  void sameFilesDoNotDiffer() throws IOException {
    assertThat(
            new GoldenFolder(folder)
                .differences(Map.of("db-1/etc/hosts", "one\ntwo\nthree\nfour\n")))
        .isEmpty();
  }
}
