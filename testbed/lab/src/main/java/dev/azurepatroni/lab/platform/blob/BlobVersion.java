package dev.azurepatroni.lab.platform.blob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a write or a deletion left of a blob: a file whose name says when it was and what it holds.
 *
 * @param file holds the content, nothing for a deletion
 * @param time when the blob was written
 * @param md5 the content's MD5 in hexadecimal; empty where the writer's request has none
 * @param deleted whether the blob was deleted then
 */
record BlobVersion(Path file, Instant time, String md5, boolean deleted) {
  /** Begins the name of a file that is no part of a blob's name. */
  static final String OWN = "@";

  private static final String DELETED = "deleted";
  private static final Pattern NAME =
      Pattern.compile(OWN + "([0-9T:.-]{27}Z)" + OWN + "(deleted|[0-9a-f]*)");
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Azure counts in 100 ns since the year 1. */
  private static final long TICKS = 10_000_000;

  private static final long NANOS = 100;
  private static final long TICKS_AT_1970 = 621_355_968_000_000_000L;

  /** The version that a file is; none for another file. */
  static Optional<BlobVersion> of(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches()
        ? Optional.of(
            new BlobVersion(
                file,
                Instant.parse(name.group(1)),
                name.group(2).equals(DELETED) ? "" : name.group(2),
                name.group(2).equals(DELETED)))
        : Optional.empty();
  }

  /** The name of a written version's file. */
  static String written(Instant time, String md5) {
    return OWN + ID.format(time) + OWN + md5;
  }

  /** The name of a deletion's file. */
  static String deletion(Instant time) {
    return OWN + ID.format(time) + OWN + DELETED;
  }

  /** The time of a new version: after the last one, whatever the clock says. */
  static Instant next(Instant now, Optional<BlobVersion> last) {
    Instant after = last.map(version -> version.time().plusNanos(NANOS)).orElse(Instant.MIN);
    Instant cut = Instant.parse(ID.format(now));
    return cut.isBefore(after) ? after : cut;
  }

  /** As {@code versionid} names it. */
  String id() {
    return ID.format(time);
  }

  String etag() {
    long ticks = TICKS_AT_1970 + time.getEpochSecond() * TICKS + time.getNano() / NANOS;
    return "\"0x%X\"".formatted(ticks);
  }

  /** As headers write it. */
  String lastModified() {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atZone(ZoneOffset.UTC));
  }

  long size() throws IOException {
    return Files.size(file);
  }
}
