package dev.azurepatroni.topology.spec;

import static dev.azurepatroni.topology.spec.Defaults.or;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Where hosts install from, and which versions.
 *
 * @param pgdgMirror the PostgreSQL project's repository, or a copy of it
 * @param debianMirror a copy of Debian's archive; empty: what the image brings
 * @param postgresql versions of PostgreSQL
 * @param patroni versions of Patroni
 * @param pgbouncer versions of PgBouncer
 * @param etcd versions of etcd
 */
@RecordBuilder
public record PackagesSpec(
    @Setting(
            value =
                "URL of the PostgreSQL project's repository, or of a mirror signed with the project's"
                    + " key.",
            pattern = PackageNotation.URL,
            patternMeans = PackageNotation.URL_MEANS,
            example = "https://apt.postgresql.org/pub/repos/apt")
        String pgdgMirror,
    @Setting(
            value =
                "URL of a mirror of Debian's archive. Security updates come from the same URL with"
                    + " `-security` appended.",
            pattern = "|" + PackageNotation.URL,
            patternMeans = PackageNotation.URL_MEANS,
            example = "https://deb.debian.org/debian",
            defaultsTo = "the archive that the image names")
        String debianMirror,
    @Setting(
            value = "Versions of PostgreSQL that apt may install; must be of `postgresql.version`.",
            pattern = PackageNotation.PIN,
            patternMeans = PackageNotation.PIN_MEANS,
            example = "16.*")
        String postgresql,
    @Setting(
            value = "Versions of Patroni that apt may install.",
            pattern = PackageNotation.PIN,
            patternMeans = PackageNotation.PIN_MEANS,
            example = "4.1.*")
        String patroni,
    @Setting(
            value = "Versions of PgBouncer that apt may install.",
            pattern = PackageNotation.PIN,
            patternMeans = PackageNotation.PIN_MEANS,
            example = "1.25.*")
        String pgbouncer,
    @Setting(
            value = "Versions of etcd that apt may install; it comes from Debian.",
            pattern = PackageNotation.PIN,
            patternMeans = PackageNotation.PIN_MEANS,
            example = "3.5.*")
        String etcd) {
  /**
   * Fills what was left out.
   *
   * @param pgdgMirror the PostgreSQL project's repository, or a copy of it;
   *     https://apt.postgresql.org/pub/repos/apt if null
   * @param debianMirror a copy of Debian's archive; empty if null, which means what the image
   *     brings
   * @param postgresql versions of PostgreSQL; 16.* if null
   * @param patroni versions of Patroni; 4.1.* if null
   * @param pgbouncer versions of PgBouncer; 1.25.* if null
   * @param etcd versions of etcd; 3.5.* if null
   */
  public PackagesSpec {
    pgdgMirror = or(pgdgMirror, "https://apt.postgresql.org/pub/repos/apt");
    debianMirror = or(debianMirror, "");
    postgresql = or(postgresql, "16.*");
    patroni = or(patroni, "4.1.*");
    pgbouncer = or(pgbouncer, "1.25.*");
    etcd = or(etcd, "3.5.*");
  }

  /** {@return a builder in which nothing is set} */
  public static PackagesSpecBuilder builder() {
    return PackagesSpecBuilder.builder();
  }
}
