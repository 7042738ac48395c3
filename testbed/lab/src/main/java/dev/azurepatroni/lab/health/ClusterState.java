package dev.azurepatroni.lab.health;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.azurepatroni.verify.deployment.DeployedCluster;
import dev.azurepatroni.verify.host.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the tools of a cluster report at one moment.
 *
 * @param members PostgreSQL servers, as {@code patronictl list} reports them
 * @param needsSynchronous whether Patroni's configuration asks for a synchronous standby
 * @param etcd addresses of the healthy etcd members
 * @param answering names of the endpoints and poolers that lead to a primary
 */
record ClusterState(
    List<Member> members, boolean needsSynchronous, Set<String> etcd, Set<String> answering) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keeps copies. */
  ClusterState {
    members = List.copyOf(members);
    etcd = Set.copyOf(etcd);
    answering = Set.copyOf(answering);
  }

  /** Reads what {@code patronictl list --format json} prints. */
  static List<Member> members(String printed) throws IOException {
    List<Member> members = new ArrayList<>();
    for (JsonNode member : JSON.readTree(printed)) {
      members.add(
          new Member(
              member.path("Member").asText(),
              member.path("Role").asText().toLowerCase(Locale.ROOT).replace(' ', '_'),
              member.path("State").asText(),
              member.path("TL").asInt(),
              -1,
              member.has("Pending restart")));
    }
    return members;
  }

  /** Reads {@code synchronous_mode} of what {@code patronictl show-config} prints. */
  static boolean needsSynchronous(String printed) {
    return printed
        .lines()
        .anyMatch(line -> line.matches("synchronous_mode: *['\"]?(true|on|quorum)['\"]?"));
  }

  /** Reads the addresses of {@code etcdctl endpoint health --write-out=json}. */
  static Set<String> etcd(String printed) throws IOException {
    Set<String> healthy = new HashSet<>();
    for (JsonNode member : JSON.readTree(printed)) {
      if (member.path("health").asBoolean()) {
        healthy.add(member.path("endpoint").asText().replaceAll("^https://|:[0-9]+$", ""));
      }
    }
    return healthy;
  }

  /** What keeps the cluster from being healthy; empty if nothing does. */
  List<String> problems(DeployedCluster cluster) {
    List<String> problems = new ArrayList<>(replication(cluster));
    for (String host : cluster.voters()) {
      if (!etcd.contains(cluster.hosts().getOrDefault(host, ""))) {
        problems.add("etcd member %s is not healthy".formatted(host));
      }
    }
    ClusterProbe.endpoints(cluster).stream()
        .filter(endpoint -> !answering.contains(endpoint.name()))
        .forEach(
            endpoint ->
                problems.add(
                    "%s (%s) does not answer SELECT 1".formatted(endpoint.name(), endpoint)));
    return problems;
  }

  private List<String> replication(DeployedCluster cluster) {
    List<String> problems = new ArrayList<>();
    List<Member> leaders =
        members.stream()
            .filter(member -> member.leads() && member.state().equals("running"))
            .toList();
    if (leaders.size() != 1) {
      problems.add(
          "Patroni has %d running leaders instead of 1 (patronictl list)"
              .formatted(leaders.size()));
      return problems;
    }
    Member leader = leaders.get(0);
    List<Member> standbys = members.stream().filter(member -> !member.equals(leader)).toList();
    for (Member standby : standbys) {
      if (!standby.state().equals("streaming")) {
        problems.add("%s is %s, not streaming".formatted(standby.name(), standby.state()));
      } else if (standby.timeline() != leader.timeline()) {
        problems.add(
            "%s is on timeline %d, the leader on %d"
                .formatted(standby.name(), standby.timeline(), leader.timeline()));
      }
    }
    List<String> names = members.stream().map(Member::name).toList();
    cluster.databases().stream()
        .filter(database -> !names.contains(database.name()))
        .forEach(database -> problems.add(database.name() + " is not a member of the cluster"));
    if (needsSynchronous && standbys.stream().noneMatch(Member::synchronous)) {
      problems.add("there is no synchronous standby");
    }
    return problems;
  }
}
