package dev.azurepatroni.verify.report;

import dev.azurepatroni.verify.check.CheckResult;
import dev.azurepatroni.verify.check.CheckStatus;
import java.time.Instant;
import java.util.List;

/**
 * A verification.
 *
 * @param stack its name
 * @param started when it began
 * @param results in the order of the checks
 */
public record VerificationReport(String stack, Instant started, List<CheckResult> results) {
  /** Keeps a copy. */
  public VerificationReport {
    results = List.copyOf(results);
  }

  /** How many ended so. */
  public long count(CheckStatus status) {
    return results.stream().filter(result -> result.status() == status).count();
  }

  /** How long all of it took. */
  public double seconds() {
    return results.stream().mapToDouble(CheckResult::seconds).sum();
  }

  /** Whether nothing failed. */
  public boolean passed() {
    return count(CheckStatus.FAILED) == 0;
  }
}
