package dev.azurepatroni.verify.suite.status;

import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.client.ClientTimeouts;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.client.ShownCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How many days are left until a certificate ends that a server shows, or one of the CAs. */
final class CertificateEnds {
  /** The limits of {@code pgcluster status}. */
  private static final long SOON_DAYS = 60;

  private static final long URGENT_DAYS = 14;

  private final CheckFindings findings;
  private final Instant now;
  private long nearest = Long.MAX_VALUE;

  CertificateEnds(CheckFindings findings, Instant now) {
    this.findings = findings;
    this.now = now;
  }

  void check(List<Endpoint> endpoints, Path authority) {
    for (Endpoint endpoint : endpoints) {
      try {
        add(
            "the certificate of %s (%s)".formatted(endpoint.name(), endpoint),
            ShownCertificate.end(endpoint, ClientTimeouts.SHORT.answer()),
            "deploy the stack to renew it; hosts fetch it within a day");
      } catch (IOException e) {
        findings.fail(
            "%s (%s) shows no certificate: %s"
                .formatted(endpoint.name(), endpoint, e.getMessage()));
      }
    }
    try (InputStream file = Files.newInputStream(authority)) {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (var one : factory.generateCertificates(file)) {
        X509Certificate ca = (X509Certificate) one;
        add(
            "the CA " + ca.getSubjectX500Principal().getName(),
            ca.getNotAfter().toInstant(),
            "change the CA: raise vault.caVersions in the stack file");
      }
    } catch (IOException | GeneralSecurityException e) {
      findings.fail("the CA in %s cannot be read: %s".formatted(authority, e.getMessage()));
    }
    if (nearest < Long.MAX_VALUE) {
      findings.figure("next certificate ends in", nearest, "days");
    }
  }

  /** Adds one certificate. */
  void add(String name, Instant end, String fix) {
    long seconds = Duration.between(now, end).toSeconds();
    long days = Math.floorDiv(seconds, Duration.ofDays(1).toSeconds());
    nearest = Math.min(nearest, days);
    String message =
        days < 0
            ? "%s ended %d days ago: %s".formatted(name, -days, fix)
            : "%s ends in %d days: %s".formatted(name, days, fix);
    if (days < URGENT_DAYS) {
      findings.fail(message);
    } else if (days < SOON_DAYS) {
      findings.warn(message);
    }
  }
}
