package dev.azurepatroni.verify.suite.status;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.Group;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.host.ClusterSnapshot;
import dev.azurepatroni.verify.host.HostStatus;
import dev.azurepatroni.verify.host.Member;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether Patroni is healthy, and all hosts agree. */
public final class PatroniCheck implements Check {
  @Override
  public CheckName name() {
    return new CheckName(
        "patroni", "One leader, and the expected standbys", Group.QUICK, "commands on hosts");
  }

  @Override
  public void run(CheckContext context, CheckFindings findings) throws InterruptedException {
    ClusterSnapshot snapshot = context.watch().snapshot();
    snapshot.problems().forEach(findings::fail);
    List<String> expected =
        context.deployment().databases().stream().map(Endpoint::name).sorted().toList();
    TreeMap<String, String> seen = new TreeMap<>();
    for (String host : expected) {
      HostStatus status = snapshot.statuses().get(host);
      if (status != null) {
        seen.put(host, describe(status.members()));
        List<String> names = status.members().stream().map(Member::name).sorted().toList();
        findings.expect(
            names.equals(expected),
            "%s reports the members %s; expected %s".formatted(host, names, expected));
        long leaders = status.members().stream().filter(Member::leads).count();
        findings.expect(leaders == 1, "%s sees %d leaders".formatted(host, leaders));
      }
    }
    findings.expect(
        seen.values().stream().distinct().count() <= 1,
        "hosts disagree on the members: %s".formatted(seen));
    List<Member> members = snapshot.members();
    findings.figure("members", members.size(), "");
    findings.figure(
        "streaming standbys",
        members.stream()
            .filter(member -> !member.leads() && member.state().equals("streaming"))
            .count(),
        "");
    findings.figure("timeline", members.stream().mapToInt(Member::timeline).max().orElse(0), "");
  }

  private static String describe(List<Member> members) {
    return members.stream()
        .map(
            member ->
                "%s %s on timeline %d".formatted(member.name(), member.role(), member.timeline()))
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
