package dev.azurepatroni.app.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** PostgreSQL 16 from Maven Central, as a folder to lay over a host. */
final class EmbeddedPostgres {
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
  private static final String HOME = "usr/lib/postgresql/16";

  /** What it lacks and Patroni needs: Debian's, of 17, which read 16's files. */
  private static final List<String> BORROWED =
      List.of("pg_basebackup", "pg_controldata", "pg_isready", "pg_rewind", "psql");

  private EmbeddedPostgres() {}

  /** Unpacks it into a new folder, where Debian has PostgreSQL 16. */
  static Path unpack(Path folder) throws IOException, InterruptedException {
    Path home = Files.createDirectories(folder.resolve(HOME));
    Path archive = folder.resolve("archive");
    try (InputStream packed =
        Objects.requireNonNull(EmbeddedPostgres.class.getResourceAsStream(ARCHIVE), ARCHIVE)) {
      Files.copy(packed, archive);
    }
    List<Process> unpacking =
        ProcessBuilder.startPipeline(
            List.of(
                new ProcessBuilder("chroot", DebianRoot.path().toString(), "xz", "--decompress")
                    .redirectInput(archive.toFile()),
                new ProcessBuilder("tar", "--extract", "--directory", home.toString())));
    for (Process process : unpacking) {
      if (process.waitFor() != 0) {
        throw new IOException("cannot unpack " + ARCHIVE);
      }
    }
    Files.delete(archive);
    for (String program : BORROWED) {
      Files.createSymbolicLink(
          home.resolve("bin").resolve(program), Path.of("../../17/bin", program));
    }
    return folder;
  }
}
