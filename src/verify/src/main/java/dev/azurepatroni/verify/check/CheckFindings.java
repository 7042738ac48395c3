package dev.azurepatroni.verify.check;

import java.util.ArrayList;
import java.util.List;

/** Collects what a check finds while it runs. */
public final class CheckFindings {
  private final List<Figure> figures = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();
  private final List<TimeSeries> series = new ArrayList<>();
  private CheckStatus status = CheckStatus.PASSED;

  /** Fails the check; the message says what is wrong and what to do. */
  public void fail(String message) {
    worse(CheckStatus.FAILED);
    messages.add(message);
  }

  /** Adds a warning: it works, with a limit that the reader should know. */
  public void warn(String message) {
    worse(CheckStatus.WARNED);
    messages.add(message);
  }

  /** Marks the check as not run, with the reason. */
  public void notRun(String reason) {
    worse(CheckStatus.NOT_RUN);
    messages.add(reason);
  }

  /** Fails the check unless the condition holds. */
  public void expect(boolean condition, String message) {
    if (!condition) {
      fail(message);
    }
  }

  /** Adds a measured value. */
  public void figure(String name, double value, String unit) {
    figures.add(new Figure(name, value, unit));
  }

  /** Adds a count. */
  public void figure(String name, long value, String unit) {
    figure(name, (double) value, unit);
  }

  /** Adds a value measured second by second. */
  public void series(TimeSeries one) {
    series.add(one);
  }

  /** Whether nothing failed so far. */
  public boolean passes() {
    return status != CheckStatus.FAILED;
  }

  /** The result so far. */
  public CheckResult result(CheckName name, double seconds) {
    return new CheckResult(name, status, seconds, figures, messages, series);
  }

  private void worse(CheckStatus next) {
    // NOT_RUN outweighs a warning: the check shows nothing.
    if (rank(next) > rank(status)) {
      status = next;
    }
  }

  private static int rank(CheckStatus status) {
    return switch (status) {
      case PASSED -> 0;
      case WARNED -> 1;
      case NOT_RUN -> 2;
      case FAILED -> 3;
    };
  }
}
