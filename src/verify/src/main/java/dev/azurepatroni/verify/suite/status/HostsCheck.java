package dev.azurepatroni.verify.suite.status;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.Group;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.host.ClusterSnapshot;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Whether hosts can be reached and have completed their boot. */
public final class HostsCheck implements Check {
  private static final int TIMEOUT_MILLIS = 3_000;

  @Override
  public CheckName name() {
    return new CheckName("hosts", "Hosts answer and have booted", Group.QUICK, "commands on hosts");
  }

  @Override
  public void run(CheckContext context, CheckFindings findings) throws InterruptedException {
    ClusterSnapshot snapshot = context.watch().snapshot();
    snapshot
        .silent()
        .forEach(
            (host, why) ->
                findings.fail(
                    "no command can be run on %s: %s; see --host-command".formatted(host, why)));
    snapshot
        .statuses()
        .forEach(
            (host, status) ->
                findings.expect(
                    status.boot().equals("ready"),
                    "%s is not ready: boot is %s; see `cloud-init status --long` there"
                        .formatted(host, status.boot())));
    List<Endpoint> ports = new ArrayList<>();
    ports.add(context.deployment().pooler());
    ports.add(context.deployment().database());
    ports.addAll(context.deployment().poolers());
    ports.addAll(context.deployment().databases());
    double slowest = 0;
    for (Endpoint one : ports) {
      slowest = Math.max(slowest, connect(one, findings));
    }
    findings.figure("hosts that answer", snapshot.statuses().size(), "");
    findings.figure("ports that answer", ports.size(), "");
    findings.figure("slowest TCP connect", slowest, "ms");
  }

  private static double connect(Endpoint endpoint, CheckFindings findings) {
    long started = System.nanoTime();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), TIMEOUT_MILLIS);
    } catch (IOException e) {
      findings.fail(
          "%s (%s) does not answer: %s; see the security groups and its service"
              .formatted(endpoint, endpoint.name(), e.getMessage()));
    }
    return (System.nanoTime() - started) / 1e6;
  }
}
