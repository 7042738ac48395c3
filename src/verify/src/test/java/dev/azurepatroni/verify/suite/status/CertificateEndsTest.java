package dev.azurepatroni.verify.suite.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.CheckResult;
import dev.azurepatroni.verify.check.CheckStatus;
import dev.azurepatroni.verify.check.Group;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateEndsTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          1440; PASSED;
          1439; WARNED; it ends in 59 days: deploy
           336; WARNED; it ends in 14 days: deploy
           335; FAILED; it ends in 13 days: deploy
             0; FAILED; it ends in 0 days: deploy
            -1; FAILED; it ended 1 days ago: deploy
           -25; FAILED; it ended 2 days ago: deploy
          """)
  void aCertificateThatEndsSoonIsReported(int hours, CheckStatus status, String message) {
    CheckFindings findings = new CheckFindings();

    new CertificateEnds(findings, NOW).add("it", NOW.plus(Duration.ofHours(hours)), "deploy");

    CheckResult result = findings.result(new CheckName("tls", "TLS", Group.QUICK, ""), 1);
    assertThat(result.status()).isEqualTo(status);
    assertThat(String.join("", result.messages())).isEqualTo(message == null ? "" : message);
  }
}
