package dev.azurepatroni.emulator.tls;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** A key pair in the formats of hashicorp/tls. */
record Keys(KeyPair pair) {
  static final Provider CRYPTO = new BouncyCastleProvider();
  static final List<String> ALGORITHMS = List.of("RSA", "ECDSA", "ED25519");

  /** Curves: the name of the argument, and the name of NIST. */
  static final Map<String, String> CURVES =
      new TreeMap<>(Map.of("P224", "P-224", "P256", "P-256", "P384", "P-384", "P521", "P-521"));

  static Keys generate(String algorithm, String curve, int bits, SecureRandom random) {
    try {
      KeyPairGenerator generator =
          KeyPairGenerator.getInstance(algorithm.equals("ED25519") ? "Ed25519" : algorithm, CRYPTO);
      switch (algorithm) {
        case "RSA" -> generator.initialize(bits, random);
        case "ECDSA" -> generator.initialize(new ECGenParameterSpec(CURVES.get(curve)), random);
        default -> {}
      }
      return new Keys(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Parses a private key.
   *
   * @param path the argument it comes from
   * @throws BadArgumentException if it is not a private key
   */
  static Keys parse(String pem, String path) {
    JcaPEMKeyConverter converter = new JcaPEMKeyConverter().setProvider(CRYPTO);
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      Object found = parser.readObject();
      if (found instanceof PEMKeyPair both) {
        return new Keys(converter.getKeyPair(both));
      }
      if (found instanceof PrivateKeyInfo info) {
        PrivateKey secret = converter.getPrivateKey(info);
        AsymmetricKeyParameter open = publicOf(PrivateKeyFactory.createKey(info));
        SubjectPublicKeyInfo openInfo =
            SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(open);
        return new Keys(new KeyPair(converter.getPublicKey(openInfo), secret));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new BadArgumentException(
          path, "Failed to parse private key PEM", String.valueOf(e.getMessage()));
    }
    throw new BadArgumentException(
        path, "Failed to parse private key PEM", "The value has no private key in PEM.");
  }

  private static AsymmetricKeyParameter publicOf(AsymmetricKeyParameter secret) {
    if (secret instanceof Ed25519PrivateKeyParameters ed25519) {
      return ed25519.generatePublicKey();
    }
    if (secret instanceof RSAPrivateCrtKeyParameters rsa) {
      return new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
    }
    if (secret instanceof ECPrivateKeyParameters ec) {
      ECDomainParameters domain = ec.getParameters();
      return new ECPublicKeyParameters(domain.getG().multiply(ec.getD()), domain);
    }
    throw new IllegalArgumentException("The key is not RSA, ECDSA or ED25519.");
  }

  /** Returns the algorithm as an argument: RSA, ECDSA or ED25519. */
  String algorithm() {
    String name = pair.getPrivate().getAlgorithm();
    return switch (name) {
      case "EC", "ECDSA" -> "ECDSA";
      case "RSA" -> name;
      default -> "ED25519";
    };
  }

  /** Returns the size of the curve's order, 0 for other keys. */
  private int curveBits() {
    return pair.getPublic() instanceof ECPublicKey ec ? ec.getParams().getOrder().bitLength() : 0;
  }

  /** Returns the signature algorithm, with the hash that Go's crypto/x509 uses for the key. */
  String signature() {
    int bits = curveBits();
    return switch (algorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "ECDSA" ->
          bits > 384 ? "SHA512withECDSA" : bits > 256 ? "SHA384withECDSA" : "SHA256withECDSA";
      default -> "Ed25519";
    };
  }

  String id() {
    return HexFormat.of().formatHex(digest("SHA-1", pair.getPublic().getEncoded()));
  }

  String privatePkcs8() {
    return pem("PRIVATE KEY", privateInfoBytes());
  }

  /** PKCS #8 version 1: some readers reject the public key of version 2. */
  private byte[] privateInfoBytes() {
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
      return new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), info.parsePrivateKey()).getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the traditional format: PKCS #1 for RSA, SEC 1 for ECDSA, PKCS #8 for ED25519. */
  String privatePem() {
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(privateInfoBytes());
      return switch (algorithm()) {
        case "RSA" -> pem("RSA PRIVATE KEY", info.parsePrivateKey().toASN1Primitive().getEncoded());
        case "ECDSA" -> pem("EC PRIVATE KEY", sec1(info));
        default -> privatePkcs8();
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SEC 1 has the curve inside the key, PKCS #8 outside. */
  private byte[] sec1(PrivateKeyInfo info) throws IOException {
    ECPrivateKey key = ECPrivateKey.getInstance(info.parsePrivateKey());
    ASN1ObjectIdentifier curve =
        ASN1ObjectIdentifier.getInstance(info.getPrivateKeyAlgorithm().getParameters());
    SubjectPublicKeyInfo open = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
    if (!open.getAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      throw new IllegalStateException(
          "Not a key on an elliptic curve: " + open.getAlgorithm().getAlgorithm());
    }
    return new ECPrivateKey(curveBits(), key.getKey(), open.getPublicKeyData(), curve).getEncoded();
  }

  /** Returns the OpenSSH format for ED25519, else the traditional one, which OpenSSH reads too. */
  String privateOpenSsh() {
    if (!algorithm().equals("ED25519")) {
      return privatePem();
    }
    try {
      AsymmetricKeyParameter secret = PrivateKeyFactory.createKey(privateInfoBytes());
      return pem("OPENSSH PRIVATE KEY", OpenSSHPrivateKeyUtil.encodePrivateKey(secret));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String publicPem() {
    return pem("PUBLIC KEY", pair.getPublic().getEncoded());
  }

  /** Empty for P224, which OpenSSH does not support. */
  private byte[] publicBlob() {
    if (curveBits() == 224) {
      return new byte[0];
    }
    try {
      return OpenSSHPublicKeyUtil.encodePublicKey(
          PublicKeyFactory.createKey(pair.getPublic().getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String publicOpenSsh() {
    byte[] blob = publicBlob();
    if (blob.length == 0) {
      return "";
    }
    int length = ByteBuffer.wrap(blob).getInt();
    String name = new String(blob, Integer.BYTES, length, StandardCharsets.US_ASCII);
    return name + " " + Base64.getEncoder().encodeToString(blob) + "\n";
  }

  String fingerprintMd5() {
    byte[] blob = publicBlob();
    return blob.length == 0 ? "" : HexFormat.ofDelimiter(":").formatHex(digest("MD5", blob));
  }

  String fingerprintSha256() {
    byte[] blob = publicBlob();
    return blob.length == 0
        ? ""
        : "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest("SHA-256", blob));
  }

  static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(String label, byte[] bytes) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(label, bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().replace("\r\n", "\n");
  }
}
