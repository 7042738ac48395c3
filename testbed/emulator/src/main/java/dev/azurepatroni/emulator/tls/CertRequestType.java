package dev.azurepatroni.emulator.tls;

import dev.azurepatroni.emulator.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** {@code tls_cert_request}. */
final class CertRequestType implements StateOnlyType {
  private static final String KEY = "private_key_pem";

  private final SecureRandom random;

  CertRequestType(SecureRandom random) {
    this.random = random;
  }

  @Override
  public Set<String> replacedBy() {
    return Set.of(KEY, "dns_names", "ip_addresses", "uris", "subject");
  }

  @Override
  public Map<String, Value> defaults() {
    return Map.of();
  }

  @Override
  public Value make(Value planned) {
    Keys keys = Keys.parse(planned.text(KEY).orElse(""), KEY);
    byte[] request = request(planned, keys);
    return planned
        .with("key_algorithm", Value.of(keys.algorithm()))
        .with("cert_request_pem", Value.of(Keys.pem("CERTIFICATE REQUEST", request)))
        .with("id", Value.of(HexFormat.of().formatHex(Keys.digest("SHA-1", request))));
  }

  private byte[] request(Value planned, Keys keys) {
    try {
      JcaPKCS10CertificationRequestBuilder builder =
          new JcaPKCS10CertificationRequestBuilder(
              DistinguishedNames.name(planned), keys.pair().getPublic());
      List<GeneralNames> alternatives = DistinguishedNames.alternatives(planned);
      if (!alternatives.isEmpty()) {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.subjectAlternativeName, false, alternatives.get(0));
        builder.addAttribute(
            PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
      }
      PKCS10CertificationRequest request =
          builder.build(
              new JcaContentSignerBuilder(keys.signature())
                  .setProvider(Keys.CRYPTO)
                  .setSecureRandom(random)
                  .build(keys.pair().getPrivate()));
      return request.getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
