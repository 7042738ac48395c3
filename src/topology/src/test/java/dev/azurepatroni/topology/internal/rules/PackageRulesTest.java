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
                "",
                ">= 4.1.4, < 5",
                ">= 1.25.2, < 2",
                ">= 3.5.16, < 3.6",
                ">= 2.59.1, < 3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ">= 17, < 18",
        ">= 15, < 17",
        ">= 16, < 18",
        ">= 1, < 2",
        "160.1-1",
        "15.10-1.pgdg13+1"
      })
  void versionsOfAnotherMajorVersionAreRefused(String range) {
    Finding error = refused(packages -> packages.postgresql(range));

    assertThat(error.path()).isEqualTo("packages.postgresql");
    assertThat(error.value()).isEqualTo(range);
    assertThat(error.problem()).isEqualTo("must be of 16, the major version in postgresql.version");
    assertThat(error.fix()).isEqualTo("write \">= 16, < 17\" or leave it out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "16.10-1.pgdg13+1", ">= 16.10, < 17", ">= 16.10, < 16.12"})
  void versionsOfTheMajorVersionAreTaken(String range) {
    assertThat(errors(packages -> packages.postgresql(range))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {">= 4, < 5", ">= 4.0.7, < 4.1", "4.1.0-1.pgdg13+1", ">= 4.1.0, < 5"})
  void patroniThatCanLoseTheNameOfTheStandbyIsRefused(String range) {
    Finding error = refused(packages -> packages.patroni(range));

    assertThat(error.path()).isEqualTo("packages.patroni");
    assertThat(error.problem()).startsWith("must not allow Patroni below 4.1.1");
    assertThat(error.fix()).isEqualTo("write \">= 4.1.4, < 5\" or leave it out");
  }

  @Test
  void patroniThatComparesIsTaken() {
    assertThat(errors(packages -> packages.patroni(">= 4.1.1, < 4.2"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {">= 2, < 3", ">= 2.55.1, < 3", "2.58.0-1.pgdg13+1"})
  void pgbackrestThatCanFillTheWalDiskIsRefused(String range) {
    Finding error = refused(packages -> packages.pgbackrest(range));

    assertThat(error.path()).isEqualTo("packages.pgbackrest");
    assertThat(error.problem()).startsWith("must not allow pgBackRest below 2.59.1");
    assertThat(error.fix()).isEqualTo("write \">= 2.59.1, < 3\" or leave it out");
  }

  @ParameterizedTest
  @ValueSource(strings = {">= 2.59.1, < 3", ">= 2.60, < 2.61", "2.60.0-1.pgdg13+1"})
  void newerPgbackrestIsTaken(String range) {
    assertThat(errors(packages -> packages.pgbackrest(range))).isEmpty();
  }

  @Test
  void aRangeWithoutVersionsIsRefused() {
    Finding error = refused(packages -> packages.etcd(">= 3.6, < 3.5"));

    assertThat(error.path()).isEqualTo("packages.etcd");
    assertThat(error.problem()).isEqualTo("contains no version");
  }

  @Test
  void aRangeOfTooManySeriesIsRefused() {
    Finding error = refused(packages -> packages.pgbouncer(">= 1, < 22"));

    assertThat(error.problem()).isEqualTo("must span at most 20 series, not 21");
    assertThat(errors(packages -> packages.pgbouncer(">= 1, < 21"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4.1.*",
        "4.0.*",
        ">= 4.1.4",
        "4.1.5",
        "newest",
        "",
        ">= 4.1.4, < 5\nPin-Priority: 1"
      })
  void anotherNotationIsRefusedWithTheRangeToWrite(String text) {
    Finding error = refused(packages -> packages.patroni(text));

    assertThat(error.path()).isEqualTo("packages.patroni");
    assertThat(error.problem()).startsWith("must be a range, \">= 4.1.4, < 5\", or one version");
    assertThat(error.fix()).isEqualTo("write for example \">= 4.1.4, < 5\", or leave it out");
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
