package dev.azurepatroni.lab.drill.injection;

import dev.azurepatroni.lab.host.BootStatus;
import dev.azurepatroni.lab.host.Hosts;
import dev.azurepatroni.lab.host.Inside;
import dev.azurepatroni.lab.shell.Shell;
import dev.azurepatroni.verify.host.HostStatus;
import dev.azurepatroni.verify.host.Member;
import dev.azurepatroni.verify.host.Voter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The cluster as its own hosts report it, by the program that operators use there. */
public final class ClusterView {
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
    return member(Member::leads).orElseThrow(() -> new IOException("no host is the leader"));
  }

  /** The standby that would take over. */
  String standby() throws IOException {
    return member(Member::synchronous)
        .orElseThrow(() -> new IOException("there is no synchronous standby"));
  }

  /** The etcd leader. */
  String etcdLeader() throws IOException {
    return ask().voters().stream()
        .filter(Voter::leads)
        .map(Voter::name)
        .findFirst()
        .orElseThrow(() -> new IOException("no member is the etcd leader"));
  }

  /** Why the cluster is not healthy; empty if every host is ready and reports no problem. */
  public List<String> problems() throws IOException {
    List<String> problems = new ArrayList<>();
    for (String host : all) {
      BootStatus boot = BootStatus.of(hosts, host);
      if (!boot.state().equals(BootStatus.READY)) {
        problems.add("%s is %s %s".formatted(host, boot.state(), boot.step()).strip());
      }
    }
    for (String host : problems.isEmpty() ? databases : List.<String>of()) {
      Optional<HostStatus> said = status(host);
      if (said.isEmpty()) {
        problems.add(host + " does not report the cluster's state");
      }
      said.map(HostStatus::problems)
          .orElse(List.of())
          .forEach(problem -> problems.add("%s: %s".formatted(host, problem)));
    }
    return problems;
  }

  private Optional<String> member(Predicate<Member> fits) throws IOException {
    return ask().members().stream().filter(fits).map(Member::name).findFirst();
  }

  private HostStatus ask() throws IOException {
    for (String host : databases) {
      Optional<HostStatus> said = hosts.isRunning(host) ? status(host) : Optional.empty();
      if (said.isPresent() && !said.get().members().isEmpty()) {
        return said.get();
      }
    }
    throw new IOException("no database host reports the cluster's state");
  }

  private Optional<HostStatus> status(String host) throws IOException {
    List<String> command =
        new Inside(hosts).command(host, "timeout", SECONDS, "pgcluster", "status", "--json");
    String said = Shell.attempt(command.toArray(String[]::new)).output();
    try {
      return Optional.of(HostStatus.parse(said));
    } catch (IOException cutOff) {
      return Optional.empty();
    }
  }
}
