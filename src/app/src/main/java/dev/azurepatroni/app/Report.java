package dev.azurepatroni.app;

import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.quorum.ZoneLoss;

/** What synthesis says of a cluster: its budgets and what every zone's loss leaves. */
final class Report {
  private Report() {}

  static String of(ClusterPlan plan) {
    StringBuilder report = new StringBuilder();
    report.append("connections: ").append(plan.pools()).append("\n\n");
    report.append("after the loss of a zone\n");
    plan.quorum().losses().forEach(loss -> report.append(zone(loss)).append('\n'));
    report.append("\nRTO budget, write gap at the pooler endpoint (calculated, not measured)\n");
    report.append(plan.rto().table());
    plan.backup()
        .ifPresent(
            backup ->
                report.append(
                    "\n\nbackups in %s/%s%s, kept %d days (calculated, not measured)\n"
                        .formatted(
                            backup.account(),
                            backup.container(),
                            backup.path(),
                            backup.retentionDays())));
    plan.backupBudget().ifPresent(budget -> report.append(budget.text().indent(2).stripTrailing()));
    return report.toString();
  }

  private static String zone(ZoneLoss loss) {
    return "  zone %s: etcd members left: %d of %d needed (%s); replicas left: %s; %s"
        .formatted(
            loss.zone(),
            loss.votersLeft().size(),
            loss.votesNeeded(),
            Host.names(loss.votersLeft()),
            Host.names(loss.replicasLeft()),
            loss.writesContinue() ? "writes continue" : "WRITES STOP");
  }
}
