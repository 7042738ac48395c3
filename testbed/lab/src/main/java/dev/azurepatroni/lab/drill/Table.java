package dev.azurepatroni.lab.drill;

import dev.azurepatroni.verify.deployment.Deployment.Budget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The trials of faults as a table, in Markdown that is readable as it stands. */
final class Table {
  private static final List<String> HEAD =
      List.of(
          "fault",
          "trials",
          "pooler p50, p95, max",
          "database p50, p95, max",
          "budget",
          "aim",
          "acknowledged",
          "lost",
          "whole again p50, max");

  private Table() {}

  /** All of it. */
  static String of(List<Summary> summaries) {
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    for (Summary summary : summaries) {
      rows.add(row(summary));
      bystanders(summary).ifPresent(rows::add);
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

  private static List<String> row(Summary it) {
    long unrecovered = it.unrecovered();
    String trials = String.valueOf(it.trials().size());
    return List.of(
        it.fault().kind().title(),
        unrecovered == 0 ? trials : "%s, %d without recovery".formatted(trials, unrecovered),
        gaps(it, "pooler"),
        gaps(it, "database"),
        range(it.budget()),
        aim(it),
        String.format(Locale.ROOT, "%,d", it.acknowledged()),
        String.valueOf(it.lost()),
        it.trials().stream().anyMatch(trial -> trial.whole() < 0)
            ? "not in every trial"
            : "%s, %s s".formatted(seconds(it.whole(0.5)), seconds(it.whole(1))));
  }

  /** Where only some clients were met, what the others saw. */
  private static Optional<List<String>> bystanders(Summary it) {
    List<Double> gaps =
        it.trials().stream().map(Trial::bystanders).filter(gap -> gap >= 0).toList();
    if (gaps.isEmpty()) {
      return Optional.empty();
    }
    String longest = "at most %s s".formatted(seconds(Collections.max(gaps)));
    return Optional.of(
        List.of(
            "&nbsp; clients of the others",
            String.valueOf(gaps.size()),
            longest,
            "",
            "",
            "",
            "",
            "",
            ""));
  }

  private static String gaps(Summary it, String endpoint) {
    return "%s, %s, %s s"
        .formatted(
            seconds(it.gap(endpoint, 0.5)),
            seconds(it.gap(endpoint, 0.95)),
            seconds(it.gap(endpoint, 1)));
  }

  private static String aim(Summary it) {
    return it.met("pooler")
        .map(
            met ->
                "%.0f s %s"
                    .formatted(it.fault().target().orElseThrow(), met ? "met" : "**missed**"))
        .orElse("");
  }

  private static String range(Budget budget) {
    if (budget.worst().isEmpty()) {
      return "no end";
    }
    String best = seconds(budget.best());
    String worst = seconds(budget.worst().getAsDouble());
    return best.equals(worst) ? worst + " s" : "%s-%s s".formatted(best, worst);
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f", seconds);
  }
}
