package dev.azurepatroni.app.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Terraform itself reads every stack: blocks, names, references in meta arguments, version. */
class TerraformReadsTest {
  @BeforeAll
  static void terraformIsThere() {
    boolean found =
        Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "terraform")));
    assumeTrue(found, "terraform is not on the PATH");
  }

  static Set<String> stacks() {
    return Variants.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void terraformFindsTheProvidersOfTheStack(String stack, @TempDir Path folder)
      throws IOException, InterruptedException {
    ObjectNode json = Variants.all().get(stack).json().deepCopy();
    // A backend wants to be initialised before anything can be asked.
    json.withObject("/terraform").remove("backend");
    Files.writeString(folder.resolve("cdk.tf.json"), json.toString());

    Process terraform =
        new ProcessBuilder("terraform", "providers")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(terraform.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(terraform.waitFor()).as(printed).isZero();
    assertThat(printed).contains("hashicorp/azurerm]", "hashicorp/random]", "hashicorp/tls]");
  }
}
