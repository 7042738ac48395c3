package dev.azurepatroni.verify.suite.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.Group;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.host.ClusterSnapshot;
import dev.azurepatroni.verify.host.Member;
import java.io.IOException;
import java.time.Duration;

/** Whether the settings of high availability are those of the stack file. */
public final class SettingsCheck implements Check {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Override
  public CheckName name() {
    return new CheckName(
        "settings",
        "Synchronous mode, timing and watchdog are configured; no restart is pending",
        Group.QUICK,
        "commands on hosts");
  }

  @Override
  public void run(CheckContext context, CheckFindings findings)
      throws IOException, InterruptedException {
    for (Endpoint database : context.deployment().databases()) {
      String differences =
          context.channel().ask(database.name(), "pgcluster configure --dry-run", TIMEOUT);
      findings.expect(
          differences.strip().startsWith("nothing differs"),
          "%s: etcd's settings differ from the host's: %s; run `pgcluster configure` there"
              .formatted(database.name(), differences.strip().replaceAll("\\s*\n\\s*", "; ")));
      JsonNode patroni = rest(context, database, "patroni");
      if (patroni.path("watchdog_failed").asBoolean()) {
        findings.warn(
            "%s has no watchdog: a leader that hangs is not ended by its kernel; see /dev/watchdog there"
                .formatted(database.name()));
      }
      findings.expect(
          !patroni.path("pause").asBoolean(),
          "Patroni is paused: there is no failover; run `patronictl resume`");
    }
    ClusterSnapshot snapshot = context.watch().snapshot();
    snapshot.members().stream()
        .filter(Member::pending)
        .forEach(
            member ->
                findings.fail(
                    "%s waits for a restart: pgcluster restart --pending"
                        .formatted(member.name())));
    timing(rest(context, context.deployment().databases().get(0), "config"), snapshot, findings);
  }

  private static void timing(JsonNode config, ClusterSnapshot snapshot, CheckFindings findings) {
    int ttl = config.path("ttl").asInt();
    int loop = config.path("loop_wait").asInt();
    int retry = config.path("retry_timeout").asInt();
    findings.figure("ttl", ttl, "s");
    findings.figure("loop_wait", loop, "s");
    findings.figure("retry_timeout", retry, "s");
    findings.expect(
        loop + 2 * retry <= ttl,
        "loop_wait + 2 x retry_timeout is more than ttl: a slow etcd costs the leader its lease");
    String mode = config.path("synchronous_mode").asText();
    findings.expect(
        mode.equals("true") || mode.equals("quorum"),
        "synchronous_mode is %s: a failover can lose rows".formatted(mode));
    long synchronous = snapshot.members().stream().filter(Member::synchronous).count();
    findings.expect(synchronous > 0, "Patroni has no synchronous standby");
    findings.figure("synchronous standbys", synchronous, "");
  }

  private static JsonNode rest(CheckContext context, Endpoint database, String path)
      throws IOException, InterruptedException {
    // Patroni answers questions without a password; an answer of 503 is an answer.
    String script =
        """
        curl --silent --show-error --noproxy '*' --max-time 5 \\
          --cacert /run/azure-patroni/secrets/postgres/ca.pem https://%s:8008/%s"""
            .formatted(database.host(), path);
    return JSON.readTree(context.channel().ask(database.name(), script, TIMEOUT));
  }
}
