package dev.azurepatroni.verify.report;

import dev.azurepatroni.verify.check.CheckResult;
import dev.azurepatroni.verify.check.CheckStatus;
import dev.azurepatroni.verify.check.Figure;
import java.util.Locale;

/** The summary for a terminal. */
public final class TextTable {
  private TextTable() {}

  /** A line a check, its figures and messages under it, and a last line that sums up. */
  public static String of(VerificationReport report) {
    StringBuilder text = new StringBuilder();
    for (CheckResult result : report.results()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-8s %-18s %7.1f s  %s%n",
              Numbers.text(result.status()),
              result.name().id(),
              result.seconds(),
              result.name().title()));
      for (Figure figure : result.figures()) {
        text.append(String.format("%-27s%10s  %s%n", "", Numbers.text(figure), figure.name()));
      }
      result.messages().forEach(message -> text.append("         ! ").append(message).append('\n'));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%n%s: %d passed, %d warned, %d failed, %d not run, in %.0f s%n",
            report.stack(),
            report.count(CheckStatus.PASSED),
            report.count(CheckStatus.WARNED),
            report.count(CheckStatus.FAILED),
            report.count(CheckStatus.NOT_RUN),
            report.seconds()));
    return text.toString();
  }
}
