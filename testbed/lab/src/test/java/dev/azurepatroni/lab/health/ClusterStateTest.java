package dev.azurepatroni.lab.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.deployment.DeployedCluster;
import dev.azurepatroni.verify.host.Member;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterStateTest {
  private static final DeployedCluster CLUSTER =
      new DeployedCluster(
          new Endpoint("pooler", "10.50.1.11", 6432),
          new Endpoint("database", "10.50.1.10", 5432),
          List.of(
              new Endpoint("pglab-1", "10.50.1.4", 5432),
              new Endpoint("pglab-2", "10.50.1.5", 5432)),
          List.of(new Endpoint("pglab-pgb-1", "10.50.1.6", 6432)),
          Map.of("pglab-1", "10.50.1.4", "pglab-2", "10.50.1.5", "pglab-witness", "10.50.1.9"),
          List.of("pglab-1", "pglab-2", "pglab-witness"),
          100,
          List.of(),
          Map.of());
  private static final Set<String> ETCD = Set.of("10.50.1.4", "10.50.1.5", "10.50.1.9");
  private static final Set<String> ANSWERING = Set.of("pooler", "database", "pglab-pgb-1");
  private static final Member LEADER = member("pglab-1", "leader", "running", 3);
  private static final Member STANDBY = member("pglab-2", "sync_standby", "streaming", 3);

  private static Member member(String name, String role, String state, int timeline) {
    return new Member(name, role, state, timeline, -1, false);
  }

  private static List<String> problems(Member... members) {
    return new ClusterState(List.of(members), true, ETCD, ANSWERING).problems(CLUSTER);
  }

  @Test
  void aClusterWithEverythingIsHealthy() {
    assertThat(problems(LEADER, STANDBY)).isEmpty();
    assertThat(problems(LEADER, member("pglab-2", "quorum_standby", "streaming", 3))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replica | streaming | 3 | there is no synchronous standby",
        "sync_standby | running | 3 | pglab-2 is running, not streaming",
        "sync_standby | streaming | 2 | pglab-2 is on timeline 2, the leader on 3",
        "leader | running | 3 | Patroni has 2 running leaders instead of 1 (patronictl list)",
      })
  void aStandbyThatCannotTakeOverIsNamed(String role, String state, int timeline, String problem) {
    assertThat(problems(LEADER, member("pglab-2", role, state, timeline))).containsExactly(problem);
  }

  @Test
  void aLeaderThatDoesNotRunIsNone() {
    assertThat(problems(member("pglab-1", "leader", "starting", 3), STANDBY))
        .containsExactly("Patroni has 0 running leaders instead of 1 (patronictl list)");
  }

  @Test
  void everyDatabaseHostIsAMember() {
    assertThat(problems(LEADER))
        .containsExactly(
            "pglab-2 is not a member of the cluster", "there is no synchronous standby");
  }

  @Test
  void asynchronousReplicationNeedsNoSynchronousStandby() {
    Member replica = member("pglab-2", "replica", "streaming", 3);

    assertThat(new ClusterState(List.of(LEADER, replica), false, ETCD, ANSWERING).problems(CLUSTER))
        .isEmpty();
  }

  @Test
  void etcdMembersAndEndpointsThatDoNotAnswerAreNamed() {
    ClusterState state =
        new ClusterState(
            List.of(LEADER, STANDBY),
            true,
            Set.of("10.50.1.4", "10.50.1.5"),
            Set.of("pooler", "database"));

    assertThat(state.problems(CLUSTER))
        .containsExactly(
            "etcd member pglab-witness is not healthy",
            "pglab-pgb-1 (10.50.1.6:6432) does not answer SELECT 1");
  }

  /** As patronictl 4 prints it. */
  @Test
  void readsPatronictl() throws IOException {
    String printed =
        """
        [{"Cluster": "pg-ha", "Member": "pglab-1", "Host": "10.50.1.4", "Role": "Leader", "State": "running", "TL": 3},
         {"Cluster": "pg-ha", "Member": "pglab-2", "Host": "10.50.1.5", "Role": "Sync Standby", "State": "streaming", "TL": 3, "Lag in MB": 0}]""";

    assertThat(ClusterState.members(printed)).containsExactly(LEADER, STANDBY);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "'''quorum''', true", "quorum, true", "false, false", "off, false"})
  void readsTheSynchronousMode(String mode, boolean needed) {
    String config = "loop_wait: 5\nsynchronous_mode: " + mode + "\nsynchronous_mode_strict: true\n";

    assertThat(ClusterState.needsSynchronous(config)).isEqualTo(needed);
  }

  /** As etcdctl 3.5 prints it. */
  @Test
  void readsEtcdctl() throws IOException {
    String printed =
        """
        [{"endpoint":"https://10.50.1.4:2379","health":true,"took":"9.1ms"},
         {"endpoint":"https://10.50.1.9:2379","health":false,"took":"5s","error":"context deadline exceeded"}]""";

    assertThat(ClusterState.etcd(printed)).containsExactly("10.50.1.4");
  }
}
