package dev.azurepatroni.lab.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabAuthorityTest {
  @TempDir Path folder;

  @Test
  void itIsMadeOnceAndThenLoaded() throws IOException {
    LabAuthority first = LabAuthority.open(folder.resolve("new/ca"));
    LabAuthority again = LabAuthority.open(folder.resolve("new/ca"));

    assertThat(again.certificate()).isEqualTo(first.certificate());
    assertThat(Files.readString(first.certificateFile())).isEqualTo(first.certificatePem());
    assertThat(first.certificatePem()).startsWith("-----BEGIN CERTIFICATE-----");
  }

  @Test
  void itsKeyIsForTheOwnerAlone() throws IOException {
    LabAuthority.open(folder);

    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ca.key"))))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ca.pem"))))
        .isEqualTo("rw-r--r--");
    try (var files = Files.list(folder)) {
      assertThat(files.map(one -> one.getFileName().toString()))
          .containsExactlyInAnyOrder("ca.key", "ca.pem");
    }
  }

  @Test
  void aLostCertificateIsWrittenAgain() throws IOException {
    LabAuthority first = LabAuthority.open(folder);
    Files.delete(first.certificateFile());

    assertThat(LabAuthority.open(folder).certificate()).isEqualTo(first.certificate());
    assertThat(Files.readString(first.certificateFile())).isEqualTo(first.certificatePem());
  }

  @Test
  void aFileThatIsNoKeyIsAnErrorThatNamesIt() throws IOException {
    Files.writeString(folder.resolve("ca.key"), "nothing\n");

    assertThatThrownBy(() -> LabAuthority.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ca.key");
  }

  @Test
  void ofThoseWhoMakeItAtOnceAllGetOne() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<X509Certificate>> openings = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        openings.add(() -> LabAuthority.open(folder).certificate());
      }
      Set<X509Certificate> seen = new HashSet<>();
      for (Future<X509Certificate> opened : threads.invokeAll(openings)) {
        seen.add(opened.get());
      }
      assertThat(seen).hasSize(1);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aServersCertificateHasItsNamesAndYears() throws Exception {
    LabAuthority authority = LabAuthority.open(folder);
    ServerCertificate issued =
        authority.issue(
            List.of("a.vault.azure.net", "b.vault.azure.net"),
            List.of(InetAddress.getLoopbackAddress()));
    X509Certificate certificate = issued.chain().get(0);

    certificate.verify(authority.certificate().getPublicKey());
    certificate.checkValidity();
    assertThat(certificate.getSubjectAlternativeNames())
        .extracting((Collection<?> it) -> List.copyOf(it).get(1))
        .isEqualTo(List.of("a.vault.azure.net", "b.vault.azure.net", "127.0.0.1"));
    assertThat(certificate.getNotAfter().toInstant())
        .isAfter(Instant.now().plus(Duration.ofDays(3 * 365)));
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(issued.chain().get(1)).isEqualTo(authority.certificate());
    assertThat(issued.toString()).doesNotContain("key");
  }
}
