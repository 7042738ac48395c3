package dev.azurepatroni.emulator.tls;

import dev.azurepatroni.emulator.value.Value;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** Signs certificates. */
final class Authority {
  private static final int SERIAL_BITS = 127;
  private static final String KEY = "private_key_pem";
  private static final String CA_KEY = "ca_private_key_pem";
  private static final String CA_CERT = "ca_cert_pem";
  private static final String REQUEST = "cert_request_pem";

  private final SecureRandom random;
  private final Clock clock;

  Authority(SecureRandom random, Clock clock) {
    this.random = random;
    this.clock = clock;
  }

  /** The subject, the key and the alternative names of a certificate. */
  private record Holder(X500Name name, SubjectPublicKeyInfo key, List<GeneralNames> alternatives) {}

  /** The issuer: its keys, its name, and its key id, null if its certificate has none. */
  private record Issuer(Keys keys, X500Name name, SubjectKeyIdentifier keyId) {}

  /** Signs a {@code tls_self_signed_cert}. */
  Value signOwn(Value planned) {
    Keys keys = Keys.parse(planned.text(KEY).orElse(""), KEY);
    SubjectPublicKeyInfo key =
        SubjectPublicKeyInfo.getInstance(keys.pair().getPublic().getEncoded());
    X500Name name = DistinguishedNames.name(planned);
    if (name.getRDNs().length == 0) {
      throw new BadArgumentException(
          "subject", "Issuer without a name", "Give the subject a common_name.");
    }
    SubjectKeyIdentifier keyId = planned.isTrue("set_authority_key_id") ? identifier(key) : null;
    Value signed =
        sign(
            planned,
            new Holder(name, key, DistinguishedNames.alternatives(planned)),
            new Issuer(keys, name, keyId));
    return signed.with("key_algorithm", Value.of(keys.algorithm()));
  }

  /** Signs a {@code tls_locally_signed_cert}. */
  Value signRequest(Value planned) {
    Keys keys = Keys.parse(planned.text(CA_KEY).orElse(""), CA_KEY);
    X509CertificateHolder authority = parse(planned, CA_CERT, X509CertificateHolder.class);
    PKCS10CertificationRequest request = parse(planned, REQUEST, PKCS10CertificationRequest.class);
    Holder holder =
        new Holder(request.getSubject(), request.getSubjectPublicKeyInfo(), alternatives(request));
    Extension keyId = authority.getExtension(Extension.subjectKeyIdentifier);
    Value signed =
        sign(
            planned,
            holder,
            new Issuer(
                keys,
                authority.getSubject(),
                keyId == null ? null : SubjectKeyIdentifier.getInstance(keyId.getParsedValue())));
    return signed.with("ca_key_algorithm", Value.of(keys.algorithm()));
  }

  private static <T> T parse(Value planned, String path, Class<T> kind) {
    try (PEMParser parser = new PEMParser(new StringReader(planned.text(path).orElse("")))) {
      Object found = parser.readObject();
      if (kind.isInstance(found)) {
        return kind.cast(found);
      }
      throw new BadArgumentException(
          path, "Failed to parse PEM", "The value has no certificate or request in PEM.");
    } catch (IOException e) {
      throw new BadArgumentException(path, "Failed to parse PEM", String.valueOf(e.getMessage()));
    }
  }

  private static List<GeneralNames> alternatives(PKCS10CertificationRequest request) {
    return Optional.ofNullable(
            request.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest))
        .stream()
        .flatMap(Arrays::stream)
        .map(attribute -> Extensions.getInstance(attribute.getAttrValues().getObjectAt(0)))
        .flatMap(
            extensions ->
                Optional.ofNullable(
                    GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName))
                    .stream())
        .toList();
  }

  private static SubjectKeyIdentifier identifier(SubjectPublicKeyInfo key) {
    try {
      return new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Value sign(Value planned, Holder holder, Issuer issuer) {
    Instant start = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant end = start.plus(Duration.ofHours(planned.number("validity_period_hours").orElse(0L)));
    BigInteger serial = new BigInteger(SERIAL_BITS, random);
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            issuer.name(), serial, Date.from(start), Date.from(end), holder.name(), holder.key());
    try {
      extend(builder, planned, holder, issuer);
      X509CertificateHolder certificate =
          builder.build(
              new JcaContentSignerBuilder(issuer.keys().signature())
                  .setProvider(Keys.CRYPTO)
                  .setSecureRandom(random)
                  .build(issuer.keys().pair().getPrivate()));
      return planned
          .with("id", Value.of(serial.toString()))
          .with("cert_pem", Value.of(Keys.pem("CERTIFICATE", certificate.getEncoded())))
          .with("validity_start_time", Value.of(start.toString()))
          .with("validity_end_time", Value.of(end.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void extend(
      X509v3CertificateBuilder builder, Value planned, Holder holder, Issuer issuer) {
    List<String> uses = planned.texts("allowed_uses");
    KeyUsages.keyUsage(uses).ifPresent(add(builder, Extension.keyUsage, true));
    KeyUsages.extended(uses).ifPresent(add(builder, Extension.extendedKeyUsage, false));
    add(builder, Extension.basicConstraints, true)
        .accept(new BasicConstraints(planned.isTrue("is_ca_certificate")));
    if (planned.isTrue("set_subject_key_id")) {
      add(builder, Extension.subjectKeyIdentifier, false).accept(identifier(holder.key()));
    }
    if (issuer.keyId() != null) {
      add(builder, Extension.authorityKeyIdentifier, false)
          .accept(new AuthorityKeyIdentifier(issuer.keyId().getKeyIdentifier()));
    }
    holder.alternatives().forEach(add(builder, Extension.subjectAlternativeName, false));
  }

  private static Consumer<ASN1Encodable> add(
      X509v3CertificateBuilder builder, ASN1ObjectIdentifier kind, boolean critical) {
    return value -> {
      try {
        builder.addExtension(kind, critical, value);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
