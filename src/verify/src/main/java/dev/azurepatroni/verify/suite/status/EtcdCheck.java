package dev.azurepatroni.verify.suite.status;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.Group;
import dev.azurepatroni.verify.host.ClusterSnapshot;
import dev.azurepatroni.verify.host.HostStatus;
import dev.azurepatroni.verify.host.Voter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether etcd has all its members. */
public final class EtcdCheck implements Check {
  @Override
  public CheckName name() {
    return new CheckName(
        "etcd",
        "etcd members answer, agree on a leader and raise no alarm",
        Group.QUICK,
        "commands on hosts");
  }

  @Override
  public void run(CheckContext context, CheckFindings findings) throws InterruptedException {
    ClusterSnapshot snapshot = context.watch().snapshot();
    Set<String> leaders = new TreeSet<>();
    Set<String> versions = new TreeSet<>();
    long largest = 0;
    List<String> expected = context.deployment().voters();
    for (String host : expected) {
      HostStatus status = snapshot.statuses().get(host);
      if (status == null) {
        findings.fail("%s does not answer: %s".formatted(host, snapshot.silent().get(host)));
        continue;
      }
      List<String> names = status.voters().stream().map(Voter::name).sorted().toList();
      findings.expect(
          names.equals(expected.stream().sorted().toList()),
          "%s reports the etcd members %s; expected %s".formatted(host, names, expected));
      for (Voter voter : status.voters()) {
        findings.expect(
            voter.reachable(),
            "%s does not reach the etcd member %s: see `systemctl status etcd` there"
                .formatted(host, voter.name()));
        voter.errors().forEach(error -> findings.fail("%s: %s".formatted(voter.name(), error)));
        if (voter.leads()) {
          leaders.add(voter.name());
        }
        if (voter.reachable()) {
          versions.add(voter.version());
        }
        largest = Math.max(largest, voter.bytes());
      }
    }
    findings.expect(leaders.size() == 1, "etcd members report different leaders: " + leaders);
    findings.expect(versions.size() <= 1, "etcd members run different versions: " + versions);
    findings.figure("voters", expected.size(), "");
    findings.figure("largest database", largest / 1024.0, "KiB");
  }
}
