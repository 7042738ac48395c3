package dev.azurepatroni.lab.platform;

import dev.azurepatroni.lab.platform.web.Reply;
import dev.azurepatroni.lab.platform.web.Request;
import dev.azurepatroni.lab.platform.web.WebServer;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** The files of a folder, such as an apt repository, and none outside it. */
final class PackageMirror implements WebServer.Service {
  private final Path folder;

  PackageMirror(Path folder) {
    this.folder = folder;
  }

  @Override
  public Reply answer(Request request) throws IOException {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return Reply.text(405, "method not allowed").with("Allow", "GET, HEAD");
    }
    Optional<Path> file = file(request.uri());
    if (file.isEmpty()) {
      return Reply.text(404, "not found");
    }
    Instant changed = Files.getLastModifiedTime(file.get()).toInstant();
    Instant shown = changed.truncatedTo(ChronoUnit.SECONDS);
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(shown.atZone(ZoneOffset.UTC));
    boolean unchanged =
        request
            .header("If-Modified-Since")
            .flatMap(PackageMirror::time)
            .filter(since -> !shown.isAfter(since))
            .isPresent();
    if (unchanged) {
      return Reply.empty(304).with("Last-Modified", date);
    }
    FileChannel open = FileChannel.open(file.get(), StandardOpenOption.READ);
    try {
      // The open file's length: another may be moved to its place meanwhile.
      return new Reply(
          200,
          Map.of("Content-Type", "application/octet-stream", "Last-Modified", date),
          open.size(),
          Channels.newInputStream(open));
    } catch (IOException e) {
      open.close();
      throw e;
    }
  }

  /** A regular file below the folder, whatever links and dots say. */
  private Optional<Path> file(URI uri) throws IOException {
    String path = Optional.ofNullable(uri.getPath()).orElse("");
    if (path.endsWith("/")) {
      return Optional.empty();
    }
    try {
      Path root = folder.toRealPath();
      Path real = root.resolve(path.replaceFirst("^/+", "")).toRealPath();
      return Optional.of(real).filter(file -> file.startsWith(root)).filter(Files::isRegularFile);
    } catch (NoSuchFileException | InvalidPathException none) {
      return Optional.empty();
    }
  }

  /** An unreadable date counts as none: RFC 9110, section 13.1.3. */
  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
