package dev.azurepatroni.verify.suite.pooling;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.Group;
import dev.azurepatroni.verify.client.Sql;
import java.util.List;

/** Whether so many clients can be connected at once, and every one of them still gets an answer. */
public final class HeldClientsCheck implements Check {
  private static final int AT_ONCE = 16;
  private static final int FEW = 200;

  private final boolean all;

  private HeldClientsCheck(boolean all) {
    this.all = all;
  }

  /** As many as a small application has. */
  public static HeldClientsCheck few() {
    return new HeldClientsCheck(false);
  }

  /** As many as a pooler is configured for. */
  public static HeldClientsCheck all() {
    return new HeldClientsCheck(true);
  }

  @Override
  public CheckName name() {
    return all
        ? new CheckName(
            "max-clients", "All clients that a pooler is configured for, at once", Group.LOAD, "")
        : new CheckName("connections", FEW + " clients at once", Group.LOAD, "");
  }

  @Override
  public void run(CheckContext context, CheckFindings findings) throws InterruptedException {
    int wanted = all ? context.deployment().maxClients() : FEW;
    long started = System.nanoTime();
    try (ClientPool pool =
        ClientPool.open(
            context.longRunningClient(), context.deployment().pooler(), wanted, AT_ONCE)) {
      findings.figure("clients wanted", wanted, "");
      findings.figure("clients connected", pool.size(), "");
      findings.figure("time to connect them", (System.nanoTime() - started) / 1e9, "s");
      context.progress().print("        %,d clients are connected".formatted(pool.size()));
      long asked = System.nanoTime();
      List<String> answers = pool.each(AT_ONCE * 4, client -> Sql.text(client, "select 1"));
      findings.figure("clients answered at the end", answers.size(), "");
      findings.figure("time for a query of each", (System.nanoTime() - asked) / 1e9, "s");
      findings.expect(
          pool.failed() == 0 && answers.size() == wanted,
          "%d of %d clients were answered: %s; see max_client_conn and LimitNOFILE of the poolers, and ulimit -n here"
              .formatted(answers.size(), wanted, pool.errors()));
    }
  }
}
