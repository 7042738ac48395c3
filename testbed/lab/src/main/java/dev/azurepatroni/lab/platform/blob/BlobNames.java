package dev.azurepatroni.lab.platform.blob;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Names of blobs as folders: one for each part between slashes, with escapes for what a file's name
 * cannot hold, so that {@code a} and {@code a/b} can both be blobs and a person finds them.
 */
final class BlobNames {
  private static final String SAFE =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+-";
  private static final int LONGEST = 1024;
  private static final int LONGEST_PART = 255;

  private BlobNames() {}

  /** The folder of a blob below a container's. */
  static Path folder(Path container, String name) throws BlobRefusedException {
    if (name.isEmpty() || name.length() > LONGEST) {
      throw new BlobRefusedException(BlobError.BAD_NAME);
    }
    Path folder = container;
    for (String part : name.split("/", -1)) {
      String escaped = escape(part);
      if (escaped.length() > LONGEST_PART) {
        throw new BlobRefusedException(BlobError.BAD_NAME);
      }
      folder = folder.resolve(escaped);
    }
    return folder;
  }

  /** The part of a name that a folder stands for. */
  static String part(Path folder) {
    String name = folder.getFileName().toString();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '%' && i + 2 < name.length()) {
        bytes.write(HexFormat.fromHexDigits(name, i + 1, i + 3));
        i += 2;
      } else if (name.charAt(i) != '%') {
        bytes.write(name.charAt(i));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** A text as the name of a file: a percent sign alone for none. */
  static String escape(String text) {
    if (text.isEmpty()) {
      return "%";
    }
    StringBuilder escaped = new StringBuilder();
    boolean dots = text.equals(".") || text.equals("..");
    for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
      if (SAFE.indexOf(value) >= 0 && !dots) {
        escaped.append((char) value);
      } else {
        escaped.append("%%%02X".formatted(value));
      }
    }
    return escaped.toString();
  }
}
