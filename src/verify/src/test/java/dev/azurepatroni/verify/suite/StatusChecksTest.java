package dev.azurepatroni.verify.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckResult;
import dev.azurepatroni.verify.check.CheckStatus;
import dev.azurepatroni.verify.client.Access;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.suite.status.EtcdCheck;
import dev.azurepatroni.verify.suite.status.HostsCheck;
import dev.azurepatroni.verify.suite.status.PatroniCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What checks make of what hosts say. */
class StatusChecksTest {
  @TempDir private Path folder;
  private ServerSocket port;
  private ClusterFixture cluster;

  @BeforeEach
  void begin() throws IOException {
    port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    cluster =
        new ClusterFixture(
            folder,
            new Endpoint("server", "127.0.0.1", port.getLocalPort()),
            Access.application("", folder));
    cluster.well();
  }

  @AfterEach
  void end() throws IOException {
    port.close();
  }

  @Test
  void aClusterThatIsWellPasses() throws Exception {
    for (Check check : new Check[] {new HostsCheck(), new PatroniCheck(), new EtcdCheck()}) {
      CheckResult result = cluster.run(check);
      assertThat(result.messages()).isEmpty();
      assertThat(result.status()).isEqualTo(CheckStatus.PASSED);
    }
  }

  @Test
  void aHostThatDidNotBootWhollyIsNamed() throws Exception {
    cluster.says("witness", ClusterFixture.WELL.replace("\"ready\"", "\"failed\""));
    fails(new HostsCheck(), "witness is not ready: boot is failed");
  }

  @Test
  void aHostThatTakesNoCommandIsNamed() throws Exception {
    cluster.says("witness", "");
    fails(new HostsCheck(), "no command can be run on witness");
  }

  @Test
  void aPortThatDoesNotAnswerIsNamed() throws Exception {
    port.close();
    fails(new HostsCheck(), "(pgb-1) does not answer");
  }

  @Test
  void hostsThatReportDifferentLeadersFail() throws Exception {
    cluster.says(
        "db-2",
        ClusterFixture.WELL
            .replace("\"leader\"", "\"replica\"")
            .replace("\"sync_standby\"", "\"leader\""));
    fails(new PatroniCheck(), "hosts disagree on the members");
  }

  @Test
  void aMissingStandbyFails() throws Exception {
    for (String host : new String[] {"db-1", "db-2", "witness"}) {
      cluster.says(
          host,
          ClusterFixture.WELL.replace(
              "\"name\": \"db-2\", \"role\"", "\"name\": \"db-9\", \"role\""));
    }
    fails(new PatroniCheck(), "db-1 reports the members [db-1, db-9]; expected [db-1, db-2]");
  }

  @Test
  void whatPgclusterCallsAProblemFails() throws Exception {
    cluster.says(
        "db-1",
        ClusterFixture.WELL.replace(
            "\"problems\": []", "\"problems\": [\"db-2 does not stream\"]"));
    fails(new PatroniCheck(), "db-2 does not stream");
  }

  @Test
  void anAlarmOfEtcdFails() throws Exception {
    cluster.says(
        "db-1",
        ClusterFixture.WELL.replaceFirst("\"errors\": \\[\\]", "\"errors\": [\"alarm:NOSPACE\"]"));
    fails(new EtcdCheck(), "db-1: alarm:NOSPACE");
  }

  @Test
  void votersOfDifferentVersionsAndLeadersFail() throws Exception {
    cluster.says(
        "witness",
        ClusterFixture.WELL
            .replaceFirst("3.5.16", "3.5.9")
            .replace("true, \"leads\": true", "true, \"leads\": false"));
    fails(new EtcdCheck(), "different versions: [3.5.16, 3.5.9]");
    cluster.says(
        "witness", ClusterFixture.WELL.replaceFirst("\"leads\": false", "\"leads\": true"));
    fails(new EtcdCheck(), "[db-1, db-2]");
  }

  private void fails(Check check, String because) throws InterruptedException {
    CheckResult result = cluster.run(check);
    assertThat(result.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(result.messages()).anySatisfy(message -> assertThat(message).contains(because));
  }
}
