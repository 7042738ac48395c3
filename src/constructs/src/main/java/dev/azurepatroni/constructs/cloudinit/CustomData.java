package dev.azurepatroni.constructs.cloudinit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A host's user-data as Azure takes it: compressed, which cloud-init undoes by itself. */
public final class CustomData {
  /** Azure's limit, bytes before base64. */
  public static final int LIMIT_BYTES = 65_535;

  private static final String TERRAFORM_TOKEN = "TfToken[";

  private final String host;

  /**
   * Kept in place of the text, which is five times as large: an app may hold hundreds of stacks.
   */
  private final byte[] compressed;

  /**
   * Takes a document; refuses Terraform tokens, because Terraform does not resolve them in base64.
   *
   * @param host name of the host
   * @param text the cloud-config document
   * @throws IllegalArgumentException if a Terraform token is in the text
   */
  public CustomData(String host, String text) {
    if (text.contains(TERRAFORM_TOKEN)) {
      throw new IllegalArgumentException(
          "user-data of %s holds a Terraform token; it must be known at synth".formatted(host));
    }
    this.host = host;
    this.compressed = gzip(text);
  }

  /** {@return name of the host} */
  public String host() {
    return host;
  }

  /** {@return the cloud-config document} */
  public String text() {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return its compressed size, bytes} */
  public int bytes() {
    return compressed.length;
  }

  /** {@return whether Azure takes it} */
  public boolean fits() {
    return bytes() <= LIMIT_BYTES;
  }

  /** {@return as the VM's {@code custom_data}} */
  public String base64() {
    return Base64.getEncoder().encodeToString(compressed);
  }

  /** The same bytes at every synthesis: Java's gzip header holds no time and no name. */
  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new SmallestGzip(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Takes as long as it needs for as few bytes as possible. */
  private static final class SmallestGzip extends GZIPOutputStream {
    SmallestGzip(OutputStream bytes) throws IOException {
      super(bytes);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
