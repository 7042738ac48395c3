package dev.azurepatroni.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder that cdktf writes to. An app makes it as soon as there is one, before it is known
 * whether anything will be written.
 *
 * @param folder the folder
 * @param missing the folders that were not there, innermost first
 */
record OutputFolder(Path folder, List<Path> missing) {
  /** The output folder as it is before there is an app. */
  static OutputFolder here() {
    Path folder = Path.of(System.getenv().getOrDefault("CDKTF_OUTDIR", "cdktf.out"));
    return new OutputFolder(
        folder,
        List.of(folder.resolve("stacks"), folder).stream().filter(Files::notExists).toList());
  }

  /** Leaves no empty folder behind where none was. */
  void removeWhatIsNew() throws IOException {
    for (Path folder : missing) {
      Files.deleteIfExists(folder);
    }
  }
}
