package dev.azurepatroni.review.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a text. */
public final class Sha256 {
  /** Length of the whole hash. */
  public static final int BYTES = 32;

  private Sha256() {}

  /**
   * {@return the beginning of the hash, in hexadecimal digits}
   *
   * @param text hashed as UTF-8
   * @param bytes how many bytes of the hash, 1 to 32
   */
  public static String hex(String text, int bytes) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
