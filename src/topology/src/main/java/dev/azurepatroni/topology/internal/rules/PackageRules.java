package dev.azurepatroni.topology.internal.rules;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.PackagesSpec;
import dev.azurepatroni.topology.spec.VersionRange;
import java.util.function.Consumer;

/** Package versions that no host can install, or that clash with other settings. */
public final class PackageRules {
  private static final String OLDEST_PATRONI = "4.1.1";
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
    range("patroni", packages.patroni(), findings, range -> patroni(range, findings));
    range("pgbouncer", packages.pgbouncer(), findings, range -> {});
    range("etcd", packages.etcd(), findings, range -> {});
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

  private static void patroni(VersionRange range, Findings findings) {
    if (range.allowsOlderThan(OLDEST_PATRONI)) {
      findings.error(
          "packages.patroni",
          range.text(),
          "must not allow Patroni below %s, which can lose the name of the synchronous standby"
              .formatted(OLDEST_PATRONI),
          "write \"%s\" or leave it out".formatted(PackagesSpec.builder().build().patroni()));
    }
  }
}
