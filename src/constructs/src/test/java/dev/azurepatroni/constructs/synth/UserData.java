package dev.azurepatroni.constructs.synth;

import dev.azurepatroni.constructs.cloudinit.Unpacked;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** The user-data of VMs, read as their hosts read it. */
public final class UserData {
  private UserData() {}

  /** The user-data of every host of a stack, with every file in clear text, by host name. */
  public static Map<String, String> of(Synth synth) {
    Map<String, String> texts = new TreeMap<>();
    for (Resource vm : synth.resources("azurerm_linux_virtual_machine")) {
      texts.put(vm.text("name"), text(vm));
    }
    return texts;
  }

  /** What the host of a VM gets, with every file in clear text. */
  public static String text(Resource vm) {
    return text(vm.text("custom_data"), base64(vm.text("user_data")));
  }

  /**
   * What a host gets, with every file in clear text.
   *
   * @param userData in base64; empty for none
   */
  public static String text(String customData, String userData) {
    return Unpacked.text(sent(customData), userData);
  }

  /** What {@code user_data} holds, without the function that keeps it out of plans. */
  public static String base64(String userData) {
    return userData.replaceFirst("^\\$\\{sensitive\\(\"(.*)\"\\)}$", "$1");
  }

  /** The text that {@code custom_data} holds, compressed or not. */
  public static String sent(String customData) {
    byte[] bytes = Base64.getDecoder().decode(customData);
    if (bytes.length < 2 || bytes[0] != 0x1f || bytes[1] != (byte) 0x8b) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
