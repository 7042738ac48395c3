package dev.azurepatroni.app.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WriteReferenceTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(0);

  @TempDir private Path docs;

  @ParameterizedTest
  @ValueSource(strings = {"stack-file.md", "stack-file.schema.json"})
  void theCommittedFileIsTheGeneratedOne(String name) throws IOException {
    assertThat(Path.of("../../docs/reference", name))
        .content()
        .isEqualTo(WriteReference.files().get(name));
  }

  @Test
  void whatHasNotChangedIsNotWrittenAgain() throws IOException {
    Path reference = docs.resolve("stack-file.md");
    Path schema = docs.resolve("stack-file.schema.json");
    WriteReference.main(new String[] {docs.toString()});
    Files.writeString(schema, "{}");
    Files.setLastModifiedTime(reference, LONG_AGO);
    Files.setLastModifiedTime(schema, LONG_AGO);

    WriteReference.main(new String[] {docs.toString()});

    assertThat(Files.getLastModifiedTime(reference)).isEqualTo(LONG_AGO);
    assertThat(Files.getLastModifiedTime(schema)).isGreaterThan(LONG_AGO);
    assertThat(schema).content().startsWith("{\n  \"$schema\"");
  }

  @Test
  void aFolderHasToBeGiven() {
    assertThatIllegalArgumentException().isThrownBy(() -> WriteReference.main(new String[0]));
  }
}
