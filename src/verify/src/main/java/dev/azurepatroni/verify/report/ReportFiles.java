package dev.azurepatroni.verify.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** A report's files in a folder. */
public final class ReportFiles {
  private ReportFiles() {}

  /**
   * Writes them; a reader sees the old or the new file, never a part.
   *
   * @throws IOException if the folder cannot be written to
   */
  public static void write(VerificationReport report, Path folder) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("verify.json", JsonReport.of(report));
    files.put("verify.xml", JunitReport.of(report));
    files.put("verify.html", HtmlReport.of(report));
    Files.createDirectories(folder);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path target = folder.resolve(file.getKey());
      Path fresh = folder.resolve("." + file.getKey() + ".new");
      Files.writeString(fresh, file.getValue());
      Files.move(
          fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
