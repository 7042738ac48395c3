package dev.azurepatroni.topology.internal.rules;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.PackagesSpec;
import dev.azurepatroni.topology.spec.VersionRange;
import java.util.function.Consumer;

/** Package versions that no host can install, or that clash with other settings. */
public final class PackageRules {
  private static final String OLDEST_PATRONI = "4.1.1";
  private static final String OLDEST_PGBACKREST = "2.59.1";
  private static final int MOST_SERIES = 20;

  private PackageRules() {}

  /**
   * Checks the ranges of versions.
   *
   * @param spec the cluster
   * @param findings where breaches go
   */
  public static void check(ClusterSpec spec, Findings findings) {
    PackagesSpec packages = spec.packages();
    int major = spec.postgresql().version();
    range("postgresql", packages.postgresql(), findings, range -> major(range, major, findings));
    range(
        "patroni",
        packages.patroni(),
        findings,
        floor(
            "patroni",
            "Patroni",
            OLDEST_PATRONI,
            "can lose the name of the synchronous standby",
            PackagesSpec.builder().build().patroni(),
            findings));
    range("pgbouncer", packages.pgbouncer(), findings, range -> {});
    range("etcd", packages.etcd(), findings, range -> {});
    range(
        "pgbackrest",
        packages.pgbackrest(),
        findings,
        floor(
            "pgbackrest",
            "pgBackRest",
            OLDEST_PGBACKREST,
            "can fill the WAL disk when the backup store fails",
            PackagesSpec.builder().build().pgbackrest(),
            findings));
  }

  private static void range(
      String name, String text, Findings findings, Consumer<VersionRange> check) {
    VersionRange.of(text)
        .ifPresent(
            range -> {
              if (range.empty()) {
                findings.error(
                    "packages." + name,
                    text,
                    "contains no version",
                    "write the lower version after \">=\"");
              } else if (range.series().size() > MOST_SERIES) {
                findings.error(
                    "packages." + name,
                    text,
                    "must span at most %d series, not %d"
                        .formatted(MOST_SERIES, range.series().size()),
                    "write a lower version after \"<\"");
              } else {
                check.accept(range);
              }
            });
  }

  private static void major(VersionRange range, int major, Findings findings) {
    VersionRange all = VersionRange.ofMajor(major);
    if (range.allowsOlderThan(Integer.toString(major))
        || range.allows(Integer.toString(major + 1))) {
      findings.error(
          "packages.postgresql",
          range.text(),
          "must be of %d, the major version in postgresql.version".formatted(major),
          "write \"%s\" or leave it out".formatted(all.text()));
    }
  }

  /** A check that a range allows no version below the oldest one. */
  private static Consumer<VersionRange> floor(
      String name,
      String program,
      String oldest,
      String fault,
      String fallback,
      Findings findings) {
    return range -> {
      if (range.allowsOlderThan(oldest)) {
        findings.error(
            "packages." + name,
            range.text(),
            "must not allow %s below %s, which %s".formatted(program, oldest, fault),
            "write \"%s\" or leave it out".formatted(fallback));
      }
    };
  }
}
