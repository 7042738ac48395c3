package dev.azurepatroni.topology.internal.rules;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** Fresh keys in the notation of a {@code .pub} file. */
final class OpenSshKeys {
  private static final int ED25519_KEY_LENGTH = 32;
  private static final int P256_POINT_LENGTH = 65;

  private OpenSshKeys() {}

  static String ed25519() throws GeneralSecurityException {
    byte[] encoded =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic().getEncoded();
    return line("ssh-ed25519", text("ssh-ed25519"), last(encoded, ED25519_KEY_LENGTH));
  }

  static String rsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    RSAPublicKey key = (RSAPublicKey) generator.generateKeyPair().getPublic();
    return line(
        "ssh-rsa",
        text("ssh-rsa"),
        key.getPublicExponent().toByteArray(),
        key.getModulus().toByteArray());
  }

  static String ecdsa() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    byte[] encoded = generator.generateKeyPair().getPublic().getEncoded();
    String kind = "ecdsa-sha2-nistp256";
    return line(kind, text(kind), text("nistp256"), last(encoded, P256_POINT_LENGTH));
  }

  /** A private key as OpenSSL writes it; of no use to anyone, it is forgotten with the test. */
  static String privateKey() throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    String body = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
  }

  private static String line(String kind, byte[]... fields) {
    ByteArrayOutputStream blob = new ByteArrayOutputStream();
    for (byte[] field : fields) {
      blob.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
      blob.writeBytes(field);
    }
    return kind + " " + Base64.getEncoder().encodeToString(blob.toByteArray()) + " admin@example";
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] last(byte[] bytes, int count) {
    return Arrays.copyOfRange(bytes, bytes.length - count, bytes.length);
  }
}
