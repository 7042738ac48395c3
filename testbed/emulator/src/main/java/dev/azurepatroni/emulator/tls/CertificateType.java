package dev.azurepatroni.emulator.tls;

import dev.azurepatroni.emulator.plugin.Diagnostic;
import dev.azurepatroni.emulator.plugin.OperationResult;
import dev.azurepatroni.emulator.plugin.ResourcePlan;
import dev.azurepatroni.emulator.value.Value;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * {@code tls_self_signed_cert} and {@code tls_locally_signed_cert}, which differ in the issuer
 * only.
 */
final class CertificateType implements StateOnlyType {
  private static final String EARLY = "early_renewal_hours";
  private static final String READY = "ready_for_renewal";

  private final Clock clock;
  private final UnaryOperator<Value> sign;

  CertificateType(Clock clock, UnaryOperator<Value> sign) {
    this.clock = clock;
    this.sign = sign;
  }

  @Override
  public Set<String> replacedBy() {
    return Set.of(
        "allowed_uses",
        "ca_cert_pem",
        "ca_private_key_pem",
        "cert_request_pem",
        "dns_names",
        "ip_addresses",
        "is_ca_certificate",
        "private_key_pem",
        "set_authority_key_id",
        "set_subject_key_id",
        "subject",
        "uris",
        "validity_period_hours");
  }

  @Override
  public Map<String, Value> defaults() {
    return Map.of(
        EARLY,
        Value.of(0),
        READY,
        Value.of(false),
        "is_ca_certificate",
        Value.of(false),
        "set_authority_key_id",
        Value.of(false),
        "set_subject_key_id",
        Value.of(false));
  }

  @Override
  public List<Diagnostic> validate(Value config) {
    return config.texts("allowed_uses").stream()
        .filter(use -> !KeyUsages.isKnown(use))
        .map(
            use ->
                Diagnostic.warning(
                    "allowed_uses",
                    "Invalid Attribute Value",
                    "Attribute allowed_uses value \""
                        + use
                        + "\" is unknown and not in the certificate."))
        .toList();
  }

  /** Replaces a certificate within its early_renewal_hours. */
  @Override
  public ResourcePlan refine(ResourcePlan plan) {
    return !plan.isCreation() && isDue(plan.prior(), plan.planned())
        ? plan.with(READY, Value.Absent.UNKNOWN).replacedBy(READY)
        : plan;
  }

  /** Reports a certificate within its early_renewal_hours, which a refresh-only plan shows. */
  @Override
  public OperationResult read(Value state) {
    return OperationResult.of(isDue(state, state) ? state.with(READY, Value.of(true)) : state);
  }

  private boolean isDue(Value certificate, Value settings) {
    Duration early = Duration.ofHours(settings.number(EARLY).orElse(0L));
    return certificate
        .text("validity_end_time")
        .map(end -> !clock.instant().isBefore(Instant.parse(end).minus(early)))
        .orElse(false);
  }

  @Override
  public Value make(Value planned) {
    return sign.apply(planned).with(READY, Value.of(false));
  }
}
