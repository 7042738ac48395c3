package dev.azurepatroni.lab.platform.web;

import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/**
 * Whom the lab's hosts trust in place of the Internet's authorities. Its key and certificate are
 * made once and kept in a folder: {@code ca.key}, for its owner alone, holds both; {@code ca.pem}
 * is the certificate for the hosts' image.
 */
public final class LabAuthority {
  private static final Duration OWN_LIFE = Duration.ofDays(20 * 365);
  private static final Duration SERVER_LIFE = Duration.ofDays(5 * 365);

  private final Path certificateFile;
  private final PrivateKey key;
  private final X509Certificate certificate;

  private LabAuthority(Path certificateFile, PrivateKey key, X509Certificate certificate) {
    this.certificateFile = certificateFile;
    this.key = key;
    this.certificate = certificate;
  }

  /**
   * Loads the folder's authority, or makes it.
   *
   * @throws IOException if a file cannot be read or written, or is not an authority's
   */
  public static LabAuthority open(Path folder) throws IOException {
    Path keyFile = folder.resolve("ca.key");
    byte[] both = KeptFile.readOrMake(keyFile, KeptFile.OWNER_ONLY, LabAuthority::make);
    Path certificateFile = folder.resolve("ca.pem");
    try (PEMParser parser =
        new PEMParser(new StringReader(new String(both, StandardCharsets.UTF_8)))) {
      if (parser.readObject() instanceof PrivateKeyInfo info
          && parser.readObject() instanceof X509CertificateHolder holder) {
        X509Certificate certificate = Certificates.convert(holder);
        KeptFile.readOrMake(
            certificateFile,
            KeptFile.EVERYBODY_READS,
            () -> Certificates.pem(certificate).getBytes(StandardCharsets.UTF_8));
        return new LabAuthority(
            certificateFile, new JcaPEMKeyConverter().getPrivateKey(info), certificate);
      }
    }
    throw new IOException(keyFile + " holds no key with its certificate: delete it with ca.pem");
  }

  /** The file with the certificate in PEM. */
  public Path certificateFile() {
    return certificateFile;
  }

  /** The certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** The certificate in PEM. */
  public String certificatePem() {
    return Certificates.pem(certificate);
  }

  /** A certificate, with a key of its own, for a server with these names and addresses. */
  public ServerCertificate issue(Collection<String> names, Collection<InetAddress> addresses) {
    KeyPair keys = Certificates.generate();
    List<GeneralName> alternatives = new ArrayList<>();
    names.forEach(name -> alternatives.add(new GeneralName(GeneralName.dNSName, name)));
    addresses.forEach(
        addresse ->
            alternatives.add(new GeneralName(GeneralName.iPAddress, addresse.getHostAddress())));
    X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    X509v3CertificateBuilder builder =
        Certificates.builder(
            issuer, new X500Name("CN=azure-patroni lab server"), keys, SERVER_LIFE);
    try {
      JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
          .addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              utils.createSubjectKeyIdentifier(keys.getPublic()))
          // Python since 3.13 takes no certificate without it.
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              utils.createAuthorityKeyIdentifier(certificate))
          .addExtension(
              Extension.subjectAlternativeName,
              false,
              new GeneralNames(alternatives.toArray(GeneralName[]::new)));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return new ServerCertificate(
        keys.getPrivate(), List.of(Certificates.sign(builder, key), certificate));
  }

  private static byte[] make() {
    KeyPair keys = Certificates.generate();
    X500Name name = new X500Name("O=azure-patroni,CN=azure-patroni lab authority");
    X509v3CertificateBuilder builder = Certificates.builder(name, name, keys, OWN_LIFE);
    try {
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
          .addExtension(
              Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
      X509Certificate certificate = Certificates.sign(builder, keys.getPrivate());
      String text =
          Certificates.pem(new JcaPKCS8Generator(keys.getPrivate(), null))
              + Certificates.pem(certificate);
      return text.getBytes(StandardCharsets.UTF_8);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
