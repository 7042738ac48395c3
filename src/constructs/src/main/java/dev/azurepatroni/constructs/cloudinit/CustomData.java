package dev.azurepatroni.constructs.cloudinit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/**
 * A host's user-data as Azure takes it: compressed, which cloud-init undoes by itself.
 *
 * @param host name of the host
 * @param text the cloud-config document
 */
public record CustomData(String host, String text) {
  /** Azure's limit, bytes before base64. */
  public static final int LIMIT_BYTES = 65_535;

  private static final String TERRAFORM_TOKEN = "TfToken[";

  /**
   * Refuses what Terraform would have to fill in: inside base64 it never would.
   *
   * @throws IllegalArgumentException if a Terraform token is in the text
   */
  public CustomData {
    if (text.contains(TERRAFORM_TOKEN)) {
      throw new IllegalArgumentException(
          "user-data of %s holds a Terraform token; it must be known at synth".formatted(host));
    }
  }

  /** Its compressed size, bytes. */
  public int bytes() {
    return compressed().length;
  }

  /** Whether Azure takes it. */
  public boolean fits() {
    return bytes() <= LIMIT_BYTES;
  }

  /** As the VM's {@code custom_data}. */
  public String base64() {
    return Base64.getEncoder().encodeToString(compressed());
  }

  /** The same bytes at every synthesis: Java's gzip header holds no time and no name. */
  private byte[] compressed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
