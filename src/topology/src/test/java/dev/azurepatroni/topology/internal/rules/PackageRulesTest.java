package dev.azurepatroni.topology.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.spec.PackagesSpec;
import dev.azurepatroni.topology.spec.PackagesSpecBuilder;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageRulesTest {
  @Test
  void prodInstallsNewerPatroniAndPgbouncerThanDebianHas() {
    assertThat(Prod.plan().spec().packages())
        .isEqualTo(
            new PackagesSpec(
                "https://apt.postgresql.org/pub/repos/apt",
                "",
                "16.*",
                "4.1.*",
                "1.25.*",
                "3.5.*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"17.*", "1*", "160.1", "15.10-1.pgdg13+1"})
  void aPinOfAnotherMajorVersionIsRefused(String pin) {
    Finding error = refused(packages -> packages.postgresql(pin));

    assertThat(error.path()).isEqualTo("packages.postgresql");
    assertThat(error.value()).isEqualTo(pin);
  }

  @Test
  void thePinThatWouldDoIsNamed() {
    Finding error = refused(packages -> packages.postgresql("17.*"));

    assertThat(error.problem())
        .isEqualTo("must start with 16., the major version in postgresql.version");
    assertThat(error.fix()).isEqualTo("write \"16.*\" or leave it out");
  }

  @Test
  void anExactVersionIsTaken() {
    assertThat(errors(packages -> packages.postgresql("16.10-1.pgdg13+1"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.1 .*", "4.1.*\nPin-Priority: 1", "newest", "", "4.1;*", "*"})
  void aPinThatAptCannotReadIsRefused(String pin) {
    Finding error = refused(packages -> packages.patroni(pin));

    assertThat(error.path()).isEqualTo("packages.patroni");
    assertThat(error.problem()).startsWith("must be a version as apt pins it");
    assertThat(error.fix()).contains("4.1.*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apt.postgresql.org",
        "ftp://mirror/pgdg",
        "https://mirror/pg dg",
        "https://mirror/pgdg/",
        "https://reader:hunter2@mirror/pgdg",
        "https://",
        ""
      })
  void aMirrorThatIsNoPlainUrlIsRefused(String mirror) {
    Finding error = refused(packages -> packages.pgdgMirror(mirror));

    assertThat(error.path()).isEqualTo("packages.pgdgMirror");
    assertThat(error.problem()).contains("http or https URL without user, password");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "http://10.50.9.1:8080/debian", "https://mirror.example/debian-13_copy"})
  void aMirrorOfDebianIsAUrlOrNothing(String mirror) {
    assertThat(errors(packages -> packages.debianMirror(mirror))).isEmpty();
  }

  private static Iterable<Finding> errors(Consumer<PackagesSpecBuilder> change) {
    return Prod.errors(Prod.with(prod -> prod.packages(change)));
  }

  private static Finding refused(Consumer<PackagesSpecBuilder> change) {
    return Prod.onlyError(Prod.with(prod -> prod.packages(change)));
  }
}
