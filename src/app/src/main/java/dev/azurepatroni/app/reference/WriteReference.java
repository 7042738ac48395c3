package dev.azurepatroni.app.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes the stack-file reference and its JSON Schema; the build runs it. */
public final class WriteReference {
  private WriteReference() {}

  /**
   * Writes what has changed, so that a build that changes nothing touches nothing.
   *
   * @param arguments one: the folder to write to
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("give the folder to write to");
    }
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    for (Map.Entry<String, String> file : files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
        Files.writeString(path, file.getValue());
      }
    }
  }

  /** The text of each file, by its name. */
  static Map<String, String> files() {
    return Map.of(
        "stack-file.md", new StackFileReference().markdown(),
        "stack-file.schema.json", new StackFileSchema().json());
  }
}
