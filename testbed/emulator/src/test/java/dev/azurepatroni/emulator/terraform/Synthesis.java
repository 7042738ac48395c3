package dev.azurepatroni.emulator.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The app's output for stack files: the committed ones and changed copies. Runs the app as users
 * do.
 */
final class Synthesis {
  /** The root of the repository. */
  static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> files = new TreeMap<>();

  /** Reads a committed stack file. */
  private static String stackFile(String name) {
    try {
      return Files.readString(PROJECT.resolve("stacks/" + name + ".yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds a copy of a committed stack file with replacements, given as pairs of old and new text.
   */
  Synthesis with(String name, String original, String... replacements) {
    String file = stackFile(original);
    for (int i = 0; i < replacements.length; i += 2) {
      assertThat(file).as("stacks/%s.yaml", original).contains(replacements[i]);
      file = file.replace(replacements[i], replacements[i + 1]);
    }
    files.put(name, file);
    return this;
  }

  /** Writes the stack files and returns the command that synthesises them. */
  List<String> app(Path folder) {
    try {
      Path stacks = Files.createDirectories(folder.resolve("stacks"));
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(stacks.resolve(file.getKey() + ".yaml"), file.getValue());
      }
      return List.of(
          "java", "-jar", built("src/app/target/azure-patroni-app.jar"), stacks.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the JSON of every stack, with local state. */
  Map<String, ObjectNode> synthesise(Path folder) {
    return run(folder.resolve("out"), app(folder));
  }

  /** Returns the JSON of the example stacks. */
  static Map<String, ObjectNode> examples(Path folder) {
    String classes = built("examples/target/classes") + ":" + built("src/app/target/lib") + "/*";
    return run(
        folder.resolve("examples"),
        List.of("java", "-cp", classes, "dev.azurepatroni.examples.Main"));
  }

  private static String built(String path) {
    Path file = PROJECT.resolve(path);
    assertThat(file).as("build the other modules first: mvn package").exists();
    return file.toString();
  }

  private static Map<String, ObjectNode> run(Path output, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(PROJECT.toFile()).redirectErrorStream(true);
    builder.environment().put("CDKTF_OUTDIR", output.toString());
    try {
      Process process = builder.start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(printed).isZero();
      return read(output.resolve("stacks"));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, ObjectNode> read(Path stacks) throws IOException {
    Map<String, ObjectNode> all = new TreeMap<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(stacks)) {
      for (Path folder : folders) {
        ObjectNode json = (ObjectNode) JSON.readTree(folder.resolve("cdk.tf.json").toFile());
        json.withObject("/terraform").remove("backend");
        withoutWait(json);
        all.put(folder.getFileName().toString(), json);
      }
    }
    return all;
  }

  /** Removes the wait for role propagation, which the emulator does not need. */
  private static void withoutWait(JsonNode json) {
    for (JsonNode wait : json.at("/resource/terraform_data")) {
      ((ObjectNode) wait).remove("provisioner");
    }
  }

  /** Returns a copy without prevent_destroy. */
  static ObjectNode unprotected(ObjectNode json) {
    ObjectNode copy = json.deepCopy();
    for (JsonNode lifecycle : copy.path("resource").findValues("lifecycle")) {
      ((ObjectNode) lifecycle).remove("prevent_destroy");
    }
    return copy;
  }
}
