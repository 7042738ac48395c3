package dev.azurepatroni.topology.spec;

import static dev.azurepatroni.topology.spec.Defaults.or;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Where hosts install from, and which versions.
 *
 * @param pgdgMirror the PostgreSQL project's repository, or a copy of it
 * @param debianMirror a copy of Debian's archive; empty: what the image brings
 * @param postgresql versions of PostgreSQL; empty: every one of the major version
 * @param patroni versions of Patroni
 * @param pgbouncer versions of PgBouncer
 * @param etcd versions of etcd
 * @param pgbackrest versions of pgBackRest
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
            value =
                "Versions of PostgreSQL that hosts may install; must be of `postgresql.version`.",
            pattern = "|" + VersionRange.NOTATION,
            patternMeans = VersionRange.NOTATION_MEANS,
            example = ">= 16.10, < 17",
            defaultsTo = "every version of `postgresql.version`")
        String postgresql,
    @Setting(
            value = "Versions of Patroni that hosts may install; 4.1.1 is the oldest allowed.",
            pattern = VersionRange.NOTATION,
            patternMeans = VersionRange.NOTATION_MEANS,
            example = PackagesSpec.PATRONI)
        String patroni,
    @Setting(
            value = "Versions of PgBouncer that hosts may install.",
            pattern = VersionRange.NOTATION,
            patternMeans = VersionRange.NOTATION_MEANS,
            example = PackagesSpec.PGBOUNCER)
        String pgbouncer,
    @Setting(
            value = "Versions of etcd that hosts may install; it comes from Debian.",
            pattern = VersionRange.NOTATION,
            patternMeans = VersionRange.NOTATION_MEANS,
            example = PackagesSpec.ETCD)
        String etcd,
    @Setting(
            value = "Versions of pgBackRest that hosts may install; 2.59.1 is the oldest allowed.",
            pattern = VersionRange.NOTATION,
            patternMeans = VersionRange.NOTATION_MEANS,
            example = PackagesSpec.PGBACKREST)
        String pgbackrest) {
  private static final String PATRONI = ">= 4.1.4, < 5";
  private static final String PGBOUNCER = ">= 1.25.2, < 2";
  private static final String ETCD = ">= 3.5.16, < 3.6";
  private static final String PGBACKREST = ">= 2.59.1, < 3";

  /**
   * Fills what was left out.
   *
   * @param pgdgMirror the PostgreSQL project's repository, or a copy of it;
   *     https://apt.postgresql.org/pub/repos/apt if null
   * @param debianMirror a copy of Debian's archive; empty if null, which means what the image
   *     brings
   * @param postgresql versions of PostgreSQL, as {@link VersionRange} reads them; empty if null,
   *     which means every version of the major version
   * @param patroni versions of Patroni; {@code >= 4.1.4, < 5} if null
   * @param pgbouncer versions of PgBouncer; {@code >= 1.25.2, < 2} if null
   * @param etcd versions of etcd; {@code >= 3.5.16, < 3.6} if null
   * @param pgbackrest versions of pgBackRest; {@code >= 2.59.1, < 3} if null
   */
  public PackagesSpec {
    pgdgMirror = or(pgdgMirror, "https://apt.postgresql.org/pub/repos/apt");
    debianMirror = or(debianMirror, "");
    postgresql = or(postgresql, "");
    patroni = or(patroni, PATRONI);
    pgbouncer = or(pgbouncer, PGBOUNCER);
    etcd = or(etcd, ETCD);
    pgbackrest = or(pgbackrest, PGBACKREST);
  }

  /** {@return a builder in which nothing is set} */
  public static PackagesSpecBuilder builder() {
    return PackagesSpecBuilder.builder();
  }
}
