package dev.azurepatroni.emulator.tls;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** The values of allowed_uses. */
final class KeyUsages {
  private static final Map<String, Integer> KEY_USAGES =
      Map.of(
          "digital_signature", KeyUsage.digitalSignature,
          "content_commitment", KeyUsage.nonRepudiation,
          "key_encipherment", KeyUsage.keyEncipherment,
          "data_encipherment", KeyUsage.dataEncipherment,
          "key_agreement", KeyUsage.keyAgreement,
          "cert_signing", KeyUsage.keyCertSign,
          "crl_signing", KeyUsage.cRLSign,
          "encipher_only", KeyUsage.encipherOnly,
          "decipher_only", KeyUsage.decipherOnly);
  private static final Map<String, KeyPurposeId> EXTENDED =
      Map.of(
          "any_extended", KeyPurposeId.anyExtendedKeyUsage,
          "server_auth", KeyPurposeId.id_kp_serverAuth,
          "client_auth", KeyPurposeId.id_kp_clientAuth,
          "code_signing", KeyPurposeId.id_kp_codeSigning,
          "email_protection", KeyPurposeId.id_kp_emailProtection,
          "ipsec_end_system", KeyPurposeId.id_kp_ipsecEndSystem,
          "ipsec_tunnel", KeyPurposeId.id_kp_ipsecTunnel,
          "ipsec_user", KeyPurposeId.id_kp_ipsecUser,
          "timestamping", KeyPurposeId.id_kp_timeStamping,
          "ocsp_signing", KeyPurposeId.id_kp_OCSPSigning);

  private KeyUsages() {}

  static boolean isKnown(String word) {
    return KEY_USAGES.containsKey(word) || EXTENDED.containsKey(word);
  }

  /** Returns the key usage extension, if a value belongs to it. */
  static Optional<KeyUsage> keyUsage(List<String> words) {
    int bits =
        words.stream()
            .mapToInt(word -> KEY_USAGES.getOrDefault(word, 0))
            .reduce(0, (all, bit) -> all | bit);
    return bits == 0 ? Optional.empty() : Optional.of(new KeyUsage(bits));
  }

  /** Returns the extended key usage extension, if a value belongs to it. */
  static Optional<ExtendedKeyUsage> extended(List<String> words) {
    KeyPurposeId[] purposes =
        words.stream()
            .flatMap(word -> Optional.ofNullable(EXTENDED.get(word)).stream())
            .toArray(KeyPurposeId[]::new);
    return purposes.length == 0 ? Optional.empty() : Optional.of(new ExtendedKeyUsage(purposes));
  }
}
