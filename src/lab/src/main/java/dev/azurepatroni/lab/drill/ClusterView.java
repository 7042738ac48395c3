package dev.azurepatroni.lab.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.azurepatroni.lab.host.BootStatus;
import dev.azurepatroni.lab.host.Hosts;
import dev.azurepatroni.lab.host.Inside;
import dev.azurepatroni.lab.shell.Shell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The cluster as its own hosts tell it, by the program that operators use there. */
final class ClusterView {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECONDS = "15";

  private final Hosts hosts;
  private final List<String> all;
  private final List<String> databases;

  /**
   * The view of a cluster.
   *
   * @param all its hosts
   * @param databases those with PostgreSQL
   */
  ClusterView(Hosts hosts, List<String> all, List<String> databases) {
    this.hosts = hosts;
    this.all = List.copyOf(all);
    this.databases = List.copyOf(databases);
  }

  /** The host that leads PostgreSQL. */
  String leader() throws IOException {
    return member("leader").orElseThrow(() -> new IOException("nobody leads"));
  }

  /** The standby that would take over. */
  String standby() throws IOException {
    Optional<String> standby = member("sync_standby");
    if (standby.isEmpty()) {
      standby = member("quorum_standby");
    }
    return standby.orElseThrow(() -> new IOException("there is no synchronous standby"));
  }

  /** The voter that leads etcd. */
  String etcdLeader() throws IOException {
    for (JsonNode voter : ask().path("voters")) {
      if (voter.path("leads").asBoolean()) {
        return voter.path("name").asText();
      }
    }
    throw new IOException("nobody leads etcd");
  }

  /**
   * Why the cluster is not whole, in words; empty if every host is ready and finds nothing wrong.
   */
  List<String> problems() throws IOException {
    List<String> problems = new ArrayList<>();
    for (String host : all) {
      BootStatus boot = BootStatus.of(hosts, host);
      if (!boot.state().equals(BootStatus.READY)) {
        problems.add("%s is %s %s".formatted(host, boot.state(), boot.step()).strip());
      }
    }
    for (String host : problems.isEmpty() ? databases : List.<String>of()) {
      JsonNode said = status(host);
      if (said.isMissingNode()) {
        problems.add(host + " does not tell the cluster's state");
      }
      said.path("problems").forEach(it -> problems.add("%s: %s".formatted(host, it.asText())));
    }
    return problems;
  }

  private Optional<String> member(String role) throws IOException {
    for (JsonNode member : ask().path("members")) {
      if (member.path("role").asText().equals(role)) {
        return Optional.of(member.path("name").asText());
      }
    }
    return Optional.empty();
  }

  private JsonNode ask() throws IOException {
    for (String host : databases) {
      JsonNode said = hosts.isRunning(host) ? status(host) : MissingNode.getInstance();
      if (said.path("members").size() > 0) {
        return said;
      }
    }
    throw new IOException("no database host tells the cluster's state");
  }

  private JsonNode status(String host) throws IOException {
    List<String> command =
        new Inside(hosts).command(host, "timeout", SECONDS, "pgcluster", "status", "--json");
    try {
      return JSON.readTree(Shell.attempt(command.toArray(String[]::new)).output());
    } catch (JsonProcessingException cutOff) {
      return MissingNode.getInstance();
    }
  }
}
