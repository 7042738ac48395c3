package dev.azurepatroni.verify.check;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs checks one after the other. */
public final class Runner {
  private final CheckContext context;

  /** Runs them on a cluster. */
  public Runner(CheckContext context) {
    this.context = context;
  }

  /**
   * Runs them. After a destructive check that left the cluster broken no other destructive one is
   * run.
   *
   * @throws InterruptedException if somebody stopped it
   */
  public List<CheckResult> run(List<Check> checks) throws InterruptedException {
    List<CheckResult> results = new ArrayList<>();
    boolean broken = false;
    for (int i = 0; i < checks.size(); i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Check check = checks.get(i);
      boolean destructive = check.name().group() == Group.DESTRUCTIVE;
      context.progress().print("[%d/%d] %s".formatted(i + 1, checks.size(), check.name().title()));
      CheckResult result;
      if (broken && destructive) {
        CheckFindings findings = new CheckFindings();
        findings.notRun("an earlier check left the cluster broken: repair it, then run this check");
        result = findings.result(check.name(), 0);
      } else {
        result = run(check);
        broken = broken || (destructive && result.status() == CheckStatus.FAILED && !isHealthy());
      }
      context.progress().print(line(result));
      result.messages().forEach(message -> context.progress().print("        " + message));
      results.add(result);
    }
    return results;
  }

  private boolean isHealthy() throws InterruptedException {
    return context.watch().snapshot().problems().isEmpty();
  }

  private CheckResult run(Check check) throws InterruptedException {
    CheckFindings findings = new CheckFindings();
    long started = System.nanoTime();
    try {
      check.run(context, findings);
    } catch (IOException | SQLException e) {
      findings.fail(String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given"));
    } catch (RuntimeException e) {
      // A fault of this program: the others are run all the same, and this one does not pass.
      findings.fail("internal error: %s at %s".formatted(e, e.getStackTrace()[0]));
    }
    return findings.result(check.name(), (System.nanoTime() - started) / 1e9);
  }

  private static String line(CheckResult result) {
    return "        %s after %.1f s"
        .formatted(
            result.status().name().toLowerCase(Locale.ROOT).replace('_', ' '), result.seconds());
  }
}
