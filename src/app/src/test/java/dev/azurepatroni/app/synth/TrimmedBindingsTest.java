package dev.azurepatroni.app.synth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrimmedBindingsTest {
  @TempDir private Path directory;

  @Test
  void trimmedAndWholeBindingsSynthesiseTheSameJson() throws Exception {
    Path stacks = Files.createDirectory(directory.resolve("stacks"));
    Files.copy(Stacks.FOLDER.resolve("lab.yaml"), stacks.resolve("lab.yaml"));
    Path whole = Path.of(run(new ProcessBuilder("node", "../bindings/untrimmed.mjs")).strip());

    String trimmedJson = synthesise("trimmed", stacks, classpath());
    String wholeJson =
        synthesise("whole", stacks, whole.toAbsolutePath() + File.pathSeparator + classpath());

    assertThat(trimmedJson).isEqualTo(wholeJson).contains("azurerm_linux_virtual_machine");
    assertThat(assemblyBytes("whole")).isGreaterThan(50 * assemblyBytes("trimmed"));
  }

  private String synthesise(String name, Path stacks, String classpath) throws Exception {
    Path output = directory.resolve(name);
    ProcessBuilder app =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classpath,
                "dev.azurepatroni.app.Main",
                stacks.toString()));
    app.environment().put("CDKTF_OUTDIR", output.toString());
    // The kernel keeps unpacked packages by name and version, which both have in common.
    app.environment().put("JSII_RUNTIME_PACKAGE_CACHE_ROOT", cache(name).toString());
    run(app);
    return Files.readString(output.resolve("stacks/lab/cdk.tf.json"));
  }

  private Path cache(String name) {
    return directory.resolve(name + "-cache");
  }

  /** Size of the type description that the kernel really loaded. */
  private long assemblyBytes(String name) throws IOException {
    try (var files = Files.walk(cache(name))) {
      return files
          .filter(file -> file.toString().contains("provider-azurerm"))
          .filter(file -> file.getFileName().toString().equals(".jsii"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private static String classpath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static String run(ProcessBuilder command) throws Exception {
    Process process = command.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }
}
