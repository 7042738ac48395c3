package dev.azurepatroni.constructs.cloudinit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A host's user-data as Azure takes it.
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

  /** Its size, bytes. */
  public int bytes() {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Whether Azure takes it. */
  public boolean fits() {
    return bytes() <= LIMIT_BYTES;
  }

  /** As the VM's {@code custom_data}. */
  public String base64() {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
