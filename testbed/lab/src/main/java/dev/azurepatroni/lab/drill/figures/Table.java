package dev.azurepatroni.lab.drill.figures;

import dev.azurepatroni.verify.deployment.DeployedCluster.Budget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The runs of faults as a table, in Markdown that is readable as it stands. */
public final class Table {
  private static final List<String> HEAD =
      List.of(
          "fault",
          "n",
          "pooler: median, max",
          "logins: median, max",
          "database: median, max",
          "budget",
          "max in budget",
          "target",
          "acknowledged",
          "lost",
          "recovery: median, max");

  private Table() {}

  /** The table. */
  public static String of(List<Summary> summaries) {
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    for (Summary summary : summaries) {
      rows.add(row(summary));
      List<String> unaffected = unaffected(summary);
      if (!unaffected.isEmpty()) {
        rows.add(unaffected);
      }
    }
    StringBuilder table = new StringBuilder();
    int[] widths = new int[HEAD.size()];
    rows.forEach(
        row -> {
          for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], row.get(i).length());
          }
        });
    for (int line = 0; line < rows.size(); line++) {
      table.append(line(rows.get(line), widths));
      if (line == 0) {
        for (int width : widths) {
          table.append("|").append("-".repeat(width + 2));
        }
        table.append("|\n");
      }
    }
    return table.toString();
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(("| %-" + widths[i] + "s ").formatted(cells.get(i)));
    }
    return line.append("|\n").toString();
  }

  private static List<String> row(Summary summary) {
    long unrecovered = summary.unrecovered();
    String runs = String.valueOf(summary.runs().size());
    return List.of(
        summary.fault().kind().title(),
        unrecovered == 0 ? runs : "%s, %d without recovery".formatted(runs, unrecovered),
        gaps(summary, Summary.POOLER),
        logins(summary),
        gaps(summary, Summary.DATABASE),
        range(summary.budget()),
        inBudget(summary),
        target(summary),
        String.format(Locale.ROOT, "%,d", summary.acknowledged()),
        String.valueOf(summary.lost()),
        summary.runs().stream().anyMatch(run -> run.recovery() < 0)
            ? "not in every run"
            : "%s, %s s"
                .formatted(seconds(summary.medianRecovery()), seconds(summary.longestRecovery())));
  }

  /** Where only some clients were affected, the gap of the others. */
  private static List<String> unaffected(Summary summary) {
    List<Double> gaps =
        summary.runs().stream().map(DrillRun::unaffectedGap).filter(gap -> gap >= 0).toList();
    if (gaps.isEmpty()) {
      return List.of();
    }
    List<String> row = new ArrayList<>(Collections.nCopies(HEAD.size(), ""));
    row.set(0, "&nbsp; unaffected clients");
    row.set(1, String.valueOf(gaps.size()));
    row.set(2, "at most %s s".formatted(seconds(Collections.max(gaps))));
    return row;
  }

  private static String gaps(Summary summary, String endpoint) {
    return "%s, %s s"
        .formatted(seconds(summary.medianGap(endpoint)), seconds(summary.longestGap(endpoint)));
  }

  private static String logins(Summary summary) {
    return summary.runsWithLogins().isEmpty()
        ? ""
        : "%s, %s s"
            .formatted(seconds(summary.medianLogin()), seconds(summary.longestGap(Summary.LOGINS)));
  }

  private static String inBudget(Summary summary) {
    if (!summary.budget().bounded()) {
      return "";
    }
    List<DrillRun> outside = summary.outsideBudget();
    if (outside.isEmpty()) {
      return "yes";
    }
    return outside.stream().allMatch(run -> run.explanation() != null)
        ? "no, explained below"
        : "**no**";
  }

  private static String target(Summary summary) {
    return summary.target().isEmpty()
        ? ""
        : "%.0f s %s"
            .formatted(summary.target().getAsDouble(), summary.targetMet() ? "met" : "**missed**");
  }

  private static String range(Budget budget) {
    if (!budget.bounded()) {
      return "unbounded";
    }
    String best = seconds(budget.best());
    String worst = seconds(budget.worst());
    return best.equals(worst) ? worst + " s" : "%s-%s s".formatted(best, worst);
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f", seconds);
  }
}
