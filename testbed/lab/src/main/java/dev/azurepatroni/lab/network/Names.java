package dev.azurepatroni.lab.network;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How a lab's namespaces, devices and control groups are called, so that two labs on one machine do
 * not meet.
 *
 * @param lab the lab's own part of every name
 */
public record Names(String lab) {

  /** The names of the lab that keeps its things in a folder. */
  public static Names of(Path folder) {
    return new Names("azure-patroni-" + hash(folder.toAbsolutePath().normalize().toString(), 3));
  }

  /** The namespace of the network itself. */
  public String network() {
    return lab + "-network";
  }

  /** A host's namespace. */
  public String host(String host) {
    return lab + "-" + host;
  }

  /** The network's end of an interface's link; Linux takes 15 characters. */
  public static String link(String interfaceId) {
    return "nic" + hash(interfaceId, 5);
  }

  private static String hash(String text, int bytes) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
