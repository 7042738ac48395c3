package dev.azurepatroni.verify.suite.pooling;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.Group;
import dev.azurepatroni.verify.client.Client;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a named prepared statement lives on when its client's next server connection is another.
 */
public final class PreparedCheck implements Check {
  private static final int CLIENTS = 24;
  private static final int ROUNDS = 12;

  @Override
  public CheckName name() {
    return new CheckName(
        "prepared",
        "Named prepared statements outlive transactions and server connections",
        Group.QUICK,
        "");
  }

  @Override
  public void run(CheckContext context, CheckFindings findings) throws SQLException {
    // Named from the first execution on, as an application's become after some.
    Client client = context.longRunningClient().with("prepareThreshold", "-1");
    List<Connection> connections = new ArrayList<>();
    try {
      List<PreparedStatement> statements = new ArrayList<>();
      List<Set<Integer>> servers = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Connection connection = client.connect(context.deployment().pooler());
        connections.add(connection);
        statements.add(connection.prepareStatement("select pg_backend_pid(), ?::int + 1"));
        servers.add(new HashSet<>());
      }
      for (int round = 0; round < ROUNDS; round++) {
        round(round, connections, statements, servers, findings);
      }
      long moved = servers.stream().filter(server -> server.size() > 1).count();
      findings.figure("clients", CLIENTS, "");
      findings.figure("executions", (double) CLIENTS * ROUNDS, "");
      findings.figure("clients whose server connection changed", moved, "");
      if (moved == 0) {
        findings.warn("no client's server connection changed, so that nothing is proved");
      }
    } finally {
      connections.forEach(Client::drop);
    }
  }

  /** Some clients hold a transaction open, so that the others come to other servers than before. */
  private static void round(
      int round,
      List<Connection> connections,
      List<PreparedStatement> statements,
      List<Set<Integer>> servers,
      CheckFindings findings)
      throws SQLException {
    for (int i = 0; i < CLIENTS; i++) {
      int which = round % 2 == 0 ? i : CLIENTS - 1 - i;
      boolean holds = (which + round) % 3 == 0;
      connections.get(which).setAutoCommit(!holds);
      statements.get(which).setInt(1, round);
      try (ResultSet answer = statements.get(which).executeQuery()) {
        answer.next();
        servers.get(which).add(answer.getInt(1));
        findings.expect(
            answer.getInt(2) == round + 1,
            "a prepared statement answered %d, not %d".formatted(answer.getInt(2), round + 1));
      }
    }
    for (Connection one : connections) {
      if (!one.getAutoCommit()) {
        one.commit();
      }
    }
  }
}
