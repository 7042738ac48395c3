package dev.azurepatroni.review.comment;

import static dev.azurepatroni.review.text.Markdown.plain;

import dev.azurepatroni.review.synthesis.ClusterSummary;
import dev.azurepatroni.review.synthesis.ClusterSummary.Budget;
import dev.azurepatroni.review.synthesis.ClusterSummary.Connections;
import dev.azurepatroni.review.synthesis.ClusterSummary.ZoneLoss;
import dev.azurepatroni.review.text.Fragment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Connections, quorum by lost zone and RTO budget, where they change. */
final class SummaryTables {
  private static final String NONE = "–";

  private SummaryTables() {}

  /** Tables with the rows that change. */
  static List<Fragment> of(StackChange stack) {
    ClusterSummary before = stack.base().summary();
    ClusterSummary after = stack.head().summary();
    if (!after.known() || (!before.known() && stack.base().exists())) {
      return List.of(
          Fragment.fixed(
              "Connections, quorum, RTO budget and warnings are not compared: the %s was synthesised without `plan.json`.%n%n"
                  .formatted(after.known() ? "base" : "head")));
    }
    List<Fragment> blocks = new ArrayList<>();
    add(blocks, "connections", before, after, SummaryTables::connections);
    add(blocks, "zone lost", before, after, SummaryTables::zones);
    add(
        blocks,
        "write outage at the pooler endpoint, calculated",
        before,
        after,
        SummaryTables::budgets);
    return blocks;
  }

  /**
   * A row of a table.
   *
   * @param label what people read
   * @param figure what is compared
   * @param note why, not compared
   */
  private record Row(String label, String figure, String note) {}

  private static void add(
      List<Fragment> blocks,
      String title,
      ClusterSummary before,
      ClusterSummary after,
      Function<ClusterSummary, Map<String, Row>> rows) {
    Map<String, Row> old = rows.apply(before);
    Map<String, Row> now = rows.apply(after);
    Set<String> keys = new LinkedHashSet<>(now.keySet());
    keys.addAll(old.keySet());
    Row none = new Row("", NONE, "");
    StringBuilder text = new StringBuilder();
    for (String key : keys) {
      Row was = old.getOrDefault(key, none);
      Row is = now.getOrDefault(key, none);
      if (!was.figure.equals(is.figure)) {
        String label = is.label.isEmpty() ? was.label : is.label;
        String note = is.note.isEmpty() ? "" : ": " + is.note;
        text.append(
            "| %s | %s | %s |%n"
                .formatted(plain(label), plain(was.figure), plain(is.figure + note)));
      }
    }
    if (!text.isEmpty()) {
      blocks.add(
          Fragment.fixed("| %s | before | after |%n|---|---|---|%n%s%n".formatted(title, text)));
    }
  }

  private static Map<String, Row> connections(ClusterSummary summary) {
    if (!summary.known()) {
      return Map.of();
    }
    Connections shares = summary.connections();
    String text =
        "%d poolers × %d + %d direct + %d reserved, of %d"
            .formatted(
                shares.poolers(),
                shares.perPooler(),
                shares.direct(),
                shares.reserve(),
                shares.max());
    return Map.of("", new Row("PostgreSQL", text, ""));
  }

  private static Map<String, Row> zones(ClusterSummary summary) {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (ZoneLoss loss : summary.zones()) {
      String text =
          "%d etcd members left, %d needed (%s); replicas left: %s; poolers left: %s; %s"
              .formatted(
                  loss.etcdMembersLeft().size(),
                  loss.etcdMembersNeeded(),
                  hosts(loss.etcdMembersLeft()),
                  hosts(loss.replicasLeft()),
                  hosts(loss.poolersLeft()),
                  loss.writesContinue() ? "writes continue" : "WRITES STOP");
      rows.put(loss.zone(), new Row("zone " + loss.zone(), text, ""));
    }
    return rows;
  }

  private static Map<String, Row> budgets(ClusterSummary summary) {
    return summary.rtoBudget().stream()
        .collect(
            Collectors.toMap(
                Budget::id,
                budget -> new Row(budget.title(), seconds(budget), budget.reason()),
                (first, second) -> second,
                LinkedHashMap::new));
  }

  private static String seconds(Budget budget) {
    String best = seconds(budget.bestSeconds());
    if (budget.worstSeconds() == null) {
      return "unbounded";
    }
    String worst = seconds(budget.worstSeconds());
    return (best.equals(worst) ? best : best + "-" + worst) + " s";
  }

  private static String seconds(double seconds) {
    return seconds == Math.rint(seconds) ? "%.0f".formatted(seconds) : "%.1f".formatted(seconds);
  }

  private static String hosts(List<String> hosts) {
    return hosts.isEmpty() ? "none" : String.join(", ", hosts);
  }
}
