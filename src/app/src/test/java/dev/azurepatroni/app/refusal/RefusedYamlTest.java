package dev.azurepatroni.app.refusal;

import static dev.azurepatroni.app.refusal.StackFiles.problem;
import static dev.azurepatroni.app.refusal.StackFiles.problemsWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** YAML that is sound, and asks for more than a stack file needs. */
final class RefusedYamlTest {
  @TempDir private Path stacks;

  @Test
  void aKeyWrittenTwiceIsRefusedWithBothLines() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              patroni:
                ttl: 30
                ttl: 40
              """))
        .containsExactly(
            problem(
                "prod.yaml:6: patroni.ttl = (again)",
                "is a duplicate; the first is on line 5",
                "remove one of the two"));
  }

  @Test
  void anAliasIsRefused() throws IOException {
    assertThat(problemsWith(stacks, "tags: { team: &team orders, owner: *team }\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: tags.owner = *team",
                "aliases are not supported",
                "write the value itself"));
  }

  @Test
  void aMergeKeyIsRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              database:
                dataDisk: &disk { sizeGb: 512, iops: 3000, mbps: 125 }
                walDisk: { <<: *disk, sizeGb: 512, iops: 3000, mbps: 125 }
              """))
        .containsExactly(
            problem(
                "prod.yaml:6: database.walDisk.<< = ...",
                "merge keys are not supported",
                "write the settings themselves"));
  }

  @Test
  void aYamlTagIsRefused() throws IOException {
    assertThat(problemsWith(stacks, "tags: { team: !!binary aGVsbG8= }\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: tags.team = !...",
                "YAML tags are not supported",
                "remove the tag, and write a string in quotes"));
  }

  @Test
  void aSecondDocumentIsRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              ---
              name: other
              """))
        .containsExactly(
            problem(
                "prod.yaml:4: (file) = ---",
                "a second document begins; a stack file contains one",
                "give each stack a file of its own"));
  }

  @Test
  void aKeyThatIsNoTextIsRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              ? [a, b]
              : c
              """))
        .containsExactly(
            problem(
                "prod.yaml:4: (file) = ? ...",
                "has a key that is not a string",
                "write `key: value`"));
  }

  @Test
  void anythingNestedWithoutEndIsRefused() throws IOException {
    String tags = "tags: " + "[".repeat(5_000) + "]".repeat(5_000);

    assertThat(problemsWith(stacks, tags))
        .hasSize(2)
        .first()
        .asString()
        .contains("is nested deeper than 20 levels");
  }
}
