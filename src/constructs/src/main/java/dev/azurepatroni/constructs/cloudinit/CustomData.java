package dev.azurepatroni.constructs.cloudinit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * What cloud-init and the host get through Azure: compressed, which cloud-init undoes by itself. Of
 * a cluster's host, the files that are the same on every host travel in an archive, which is
 * smaller, most of it as the VM's {@code user_data}; {@link #text} shows them like the others.
 */
public final class CustomData {
  /** Azure's limit, bytes before base64. */
  public static final int LIMIT_BYTES = 65_535;

  private static final String TERRAFORM_TOKEN = "TfToken[";

  private final String host;

  /** Written when it is asked for: an app may hold hundreds of stacks. */
  private final Supplier<String> text;

  private final byte[] compressed;
  private final String userData;

  /**
   * Takes a document; refuses Terraform tokens, because Terraform does not resolve them in base64.
   *
   * @param host name of the host
   * @param text the cloud-config document
   * @throws IllegalArgumentException if a Terraform token is in the text
   */
  public CustomData(String host, String text) {
    this(host, () -> text, text, "", "");
  }

  /**
   * Takes a document in two forms.
   *
   * @param host name of the host
   * @param text with every file in clear text
   * @param document what the VM gets
   * @param rest the document's end, in base64
   * @param userData what the VM gets as {@code user_data}, in base64; empty for nothing
   * @throws IllegalArgumentException if a Terraform token is in what the VM gets
   */
  CustomData(String host, Supplier<String> text, String document, String rest, String userData) {
    if (document.contains(TERRAFORM_TOKEN)) {
      throw new IllegalArgumentException(
          "user-data of %s holds a Terraform token; it must be known at synth".formatted(host));
    }
    this.host = host;
    this.text = text;
    this.compressed = gzip(document, rest);
    this.userData = userData;
  }

  /** {@return name of the host} */
  public String host() {
    return host;
  }

  /** {@return the cloud-config document, with every file in clear text} */
  public String text() {
    return text.get();
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

  /**
   * {@return the most of the files that are the same on every host, as the VM's {@code user_data};
   * empty if it has none} Any process of the VM can read it.
   */
  public String userData() {
    return userData;
  }

  /** The same bytes at every synthesis: Java's gzip header holds no time and no name. */
  private static byte[] gzip(String document, String rest) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (SmallestGzip gzip = new SmallestGzip(bytes)) {
      gzip.write(document.getBytes(StandardCharsets.UTF_8));
      gzip.writeBase64(rest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Takes as long as it needs for as few bytes as possible. */
  private static final class SmallestGzip extends GZIPOutputStream {
    private static final int BUFFER_BYTES = 8192;

    SmallestGzip(OutputStream bytes) throws IOException {
      super(bytes, BUFFER_BYTES, true);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }

    /** Six bits for each character: what repeats by chance takes more, and time to find. */
    void writeBase64(String text) throws IOException {
      def.setStrategy(Deflater.HUFFMAN_ONLY);
      // zlib would compress what it gets next by the old strategy.
      flush();
      write(text.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
