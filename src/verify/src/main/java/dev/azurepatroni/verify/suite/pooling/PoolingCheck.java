package dev.azurepatroni.verify.suite.pooling;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.Group;
import dev.azurepatroni.verify.client.Sql;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether many clients share few server connections. */
public final class PoolingCheck implements Check {
  private static final int CLIENTS = 200;
  private static final int AT_ONCE = 8;
  private static final int ROUNDS = 5;

  @Override
  public CheckName name() {
    return new CheckName("pooling", "Many clients share few server connections", Group.QUICK, "");
  }

  @Override
  public void run(CheckContext context, CheckFindings findings) throws InterruptedException {
    Set<Long> servers = new HashSet<>();
    try (ClientPool pool =
        ClientPool.open(
            context.longRunningClient(), context.deployment().pooler(), CLIENTS, AT_ONCE)) {
      int answers = 0;
      for (int round = 0; round < ROUNDS; round++) {
        List<Long> pids =
            pool.each(AT_ONCE, client -> Sql.number(client, "select pg_backend_pid()"));
        answers += pids.size();
        servers.addAll(pids);
      }
      findings.expect(pool.failed() == 0, "clients met errors: " + pool.errors());
      findings.figure("clients", pool.size(), "");
      findings.figure("server connections used", servers.size(), "");
      findings.figure("transactions", answers, "");
      findings.expect(
          servers.size() < pool.size(),
          "%d clients used %d server connections: is pool_mode transaction?"
              .formatted(pool.size(), servers.size()));
    }
  }
}
