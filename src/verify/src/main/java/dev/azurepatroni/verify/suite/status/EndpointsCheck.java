package dev.azurepatroni.verify.suite.status;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.Group;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.client.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether every endpoint leads to the leader. */
public final class EndpointsCheck implements Check {
  private static final int TIMES = 5;

  @Override
  public CheckName name() {
    return new CheckName(
        "endpoints",
        "Both load balancers and every pooler lead to the leader",
        Group.QUICK,
        "commands on hosts");
  }

  @Override
  public void run(CheckContext context, CheckFindings findings)
      throws IOException, InterruptedException {
    String leader = context.deployment().hosts().getOrDefault(context.leaderName(), "");
    List<Endpoint> endpoints = new ArrayList<>();
    endpoints.add(context.deployment().database());
    endpoints.add(context.deployment().pooler());
    endpoints.addAll(context.deployment().poolers());
    for (Endpoint endpoint : endpoints) {
      double best = Double.MAX_VALUE;
      for (int i = 0; i < TIMES; i++) {
        best = Math.min(best, once(context, endpoint, leader, findings));
      }
      if (best == Double.MAX_VALUE) {
        continue;
      }
      findings.figure("new connection and first query, " + endpoint.name(), best, "ms");
    }
  }

  private static double once(
      CheckContext context, Endpoint endpoint, String leader, CheckFindings findings) {
    long started = System.nanoTime();
    try (Connection connection = context.longRunningClient().connect(endpoint)) {
      String server = Sql.text(connection, "select host(inet_server_addr())");
      double millis = (System.nanoTime() - started) / 1e6;
      boolean standby = Sql.text(connection, "select pg_is_in_recovery()").equals("t");
      findings.expect(!standby, "%s (%s) leads to a standby".formatted(endpoint.name(), endpoint));
      findings.expect(
          server.equals(leader),
          "%s (%s) leads to %s, and the leader is %s"
              .formatted(endpoint.name(), endpoint, server, leader));
      return millis;
    } catch (SQLException e) {
      findings.fail(
          "%s (%s): %s; see `pgcluster status` on its hosts"
              .formatted(endpoint.name(), endpoint, Sql.error(e)));
      return Double.MAX_VALUE;
    }
  }
}
