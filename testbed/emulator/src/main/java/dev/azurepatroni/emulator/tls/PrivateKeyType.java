package dev.azurepatroni.emulator.tls;

import dev.azurepatroni.emulator.plugin.Diagnostic;
import dev.azurepatroni.emulator.value.Value;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code tls_private_key}. */
final class PrivateKeyType implements StateOnlyType {
  private static final String ALGORITHM = "algorithm";
  private static final String CURVE = "ecdsa_curve";
  private static final String BITS = "rsa_bits";

  private final SecureRandom random;

  PrivateKeyType(SecureRandom random) {
    this.random = random;
  }

  @Override
  public Set<String> replacedBy() {
    return Set.of(ALGORITHM, CURVE, BITS);
  }

  @Override
  public Map<String, Value> defaults() {
    return Map.of(CURVE, Value.of("P224"), BITS, Value.of(2048));
  }

  @Override
  public List<Diagnostic> validate(Value config) {
    return config
        .text(ALGORITHM)
        .filter(algorithm -> !Keys.ALGORITHMS.contains(algorithm))
        .map(
            algorithm ->
                Diagnostic.error(
                    ALGORITHM,
                    "Invalid Attribute Value Match",
                    "Attribute algorithm value must be one of: "
                        + Keys.ALGORITHMS
                        + ", got: \""
                        + algorithm
                        + "\""))
        .or(
            () ->
                config
                    .text(CURVE)
                    .filter(curve -> !Keys.CURVES.containsKey(curve))
                    .map(
                        curve ->
                            Diagnostic.error(
                                CURVE,
                                "Invalid Attribute Value Match",
                                "Attribute ecdsa_curve value must be one of: "
                                    + Keys.CURVES.keySet()
                                    + ", got: \""
                                    + curve
                                    + "\"")))
        .stream()
        .toList();
  }

  @Override
  public Value make(Value planned) {
    Keys keys =
        Keys.generate(
            planned.text(ALGORITHM).orElse(""),
            planned.text(CURVE).orElse(""),
            planned.number(BITS).orElse(0L).intValue(),
            random);
    return planned
        .with("id", Value.of(keys.id()))
        .with("private_key_pem", Value.of(keys.privatePem()))
        .with("private_key_pem_pkcs8", Value.of(keys.privatePkcs8()))
        .with("private_key_openssh", Value.of(keys.privateOpenSsh()))
        .with("public_key_pem", Value.of(keys.publicPem()))
        .with("public_key_openssh", Value.of(keys.publicOpenSsh()))
        .with("public_key_fingerprint_md5", Value.of(keys.fingerprintMd5()))
        .with("public_key_fingerprint_sha256", Value.of(keys.fingerprintSha256()));
  }
}
