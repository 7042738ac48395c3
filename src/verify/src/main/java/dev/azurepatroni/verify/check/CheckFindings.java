package dev.azurepatroni.verify.check;

import java.util.ArrayList;
import java.util.List;

/** What a check finds while it runs. */
public final class CheckFindings {
  private final List<Figure> figures = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();
  private final List<Plot> plots = new ArrayList<>();
  private Status status = Status.PASSED;

  /** Something is wrong; the message says what, and what to do. */
  public void fail(String message) {
    worse(Status.FAILED);
    messages.add(message);
  }

  /** Something has to be known. */
  public void warn(String message) {
    worse(Status.WARNED);
    messages.add(message);
  }

  /** Nothing can be said. */
  public void notRun(String reason) {
    worse(Status.NOT_RUN);
    messages.add(reason);
  }

  /** Fails unless something is as it should be. */
  public void expect(boolean well, String otherwise) {
    if (!well) {
      fail(otherwise);
    }
  }

  /** Something was measured. */
  public void figure(String name, double value, String unit) {
    figures.add(new Figure(name, value, unit));
  }

  /** Something was counted. */
  public void figure(String name, long value, String unit) {
    figure(name, (double) value, unit);
  }

  /** Something was measured second by second. */
  public void plot(Plot plot) {
    plots.add(plot);
  }

  /** Whether nothing failed so far. */
  public boolean isWell() {
    return status != Status.FAILED;
  }

  /** All of it. */
  public Result result(CheckName name, double seconds) {
    return new Result(name, status, seconds, figures, messages, plots);
  }

  private void worse(Status seen) {
    // A failure outweighs everything; that nothing can be said outweighs a warning.
    if (rank(seen) > rank(status)) {
      status = seen;
    }
  }

  private static int rank(Status status) {
    return switch (status) {
      case PASSED -> 0;
      case WARNED -> 1;
      case NOT_RUN -> 2;
      case FAILED -> 3;
    };
  }
}
