package dev.azurepatroni.review.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.azurepatroni.review.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fork can put into the output of its synthesis. */
class HostileSynthesisTest {
  private static final String HOST = "stacks/prod/hosts/pgpatroni-1.yaml";

  @TempDir Path root;
  private Path folder;

  @BeforeEach
  void copy() throws IOException {
    folder = root.toRealPath().resolve("fork");
    try (Stream<Path> files = Files.walk(Scenario.folder("base"))) {
      for (Path file : files.toList()) {
        Path copy = folder.resolve(Scenario.folder("base").relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    assertThat(SynthesisOutput.read(folder).stacks()).containsOnlyKeys("prod");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../prod",
        "/etc",
        "..",
        "prod/../../x",
        "@team",
        "<!-- azure-patroni plan prod deployed",
        "![x](https://evil.test/x.png)",
        "prod`",
        "Prod",
        ""
      })
  void aNameThatIsNoneIsRefused(String name) throws IOException {
    manifest("{\"stacks\": {\"%s\": {}}}".formatted(name));

    refused("\"" + name + "\" is not the name of a stack");
  }

  @Test
  void aPathInTheManifestIsNotFollowed() throws IOException {
    Path outside = Files.writeString(root.resolve("outside.json"), "{\"resource\": {}}");
    manifest("{\"stacks\": {\"prod\": {\"synthesizedStackPath\": \"%s\"}}}".formatted(outside));

    assertThat(SynthesisOutput.read(folder).stack("prod").json())
        .isEqualTo(Scenario.stack("base").json());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"manifest.json", "stacks/prod/cdk.tf.json", "stacks/prod/plan.json", HOST})
  void aLinkIsRefused(String file) throws IOException {
    Path outside = root.resolve("outside");
    Files.move(folder.resolve(file), outside);
    Files.createSymbolicLink(folder.resolve(file), outside);

    refused(file + " is a link");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stacks", "stacks/prod", "stacks/prod/hosts"})
  void aLinkedFolderIsRefused(String name) throws IOException {
    Path outside = root.resolve("outside");
    Files.move(folder.resolve(name), outside);
    Files.createSymbolicLink(folder.resolve(name), outside);

    refused("is a link");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"manifest.json", "stacks/prod/cdk.tf.json", "stacks/prod/plan.json", HOST})
  void aHugeFileIsRefused(String file) throws IOException {
    Files.write(folder.resolve(file), new byte[(16 << 20) + 1]);

    refused(file + " has 16,777,217 bytes: 16,777,216 are allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "[]", "{", "null", "\"x\""})
  void whatIsNotAnObjectIsRefused(String json) throws IOException {
    Files.writeString(folder.resolve("stacks/prod/cdk.tf.json"), json);

    refused("cdk.tf.json is not");
  }

  @Test
  void deepJsonIsRefused() throws IOException {
    Files.writeString(folder.resolve("stacks/prod/cdk.tf.json"), "{\"a\":".repeat(100_000));

    refused("cdk.tf.json is not JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"cluster\": \"a\", \"connections\": {}, \"findings\": [{}]}",
        "{\"cluster\": \"a\", \"connections\": {}, \"zones\": [null]}",
        "{\"cluster\": \"a\", \"connections\": {}, \"zones\": [{}]}",
        "{\"cluster\": \"a\", \"connections\": {}, \"rtoBudget\": [{}]}"
      })
  void aBrokenPlanIsRefused(String json) throws IOException {
    Files.writeString(folder.resolve("stacks/prod/plan.json"), json);

    refused("plan.json ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: &a [x]\nwrite_files: [{path: *a, content: b}]",
        "a: &a [x]\nwrite_files: [{path: b, content: *a}]",
        "[a]: b",
        "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]",
        "- a",
        "{"
      })
  void aHostThatIsNotUserDataIsRefused(String yaml) throws IOException {
    Files.writeString(folder.resolve(HOST), yaml);

    refused(HOST);
  }

  private void manifest(String json) throws IOException {
    Files.writeString(folder.resolve("manifest.json"), json);
  }

  private void refused(String message) {
    assertThatIOException()
        .isThrownBy(() -> SynthesisOutput.read(folder))
        .withMessageContaining(message);
  }
}
