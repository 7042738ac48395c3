package dev.azurepatroni.lab.health;

import dev.azurepatroni.lab.ClientAccess;
import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.host.Inside;
import dev.azurepatroni.lab.network.NamespaceSetup;
import dev.azurepatroni.lab.shell.Shell;
import dev.azurepatroni.verify.client.Access;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.deployment.DeployedCluster;
import dev.azurepatroni.verify.host.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Runs {@code patronictl} and {@code etcdctl} on hosts, and {@code psql} as a client. */
public final class ClusterProbe implements HealthWait.Check {
  private static final String SECONDS = "15";
  private static final String PRIMARY = "select 1 where not pg_is_in_recovery()";

  private final Lab lab;
  private final DeployedCluster cluster;
  private final ClientAccess access;

  /** The probe of a cluster on the hosts of a lab. */
  public ClusterProbe(Lab lab, DeployedCluster cluster, ClientAccess access) {
    this.lab = lab;
    this.cluster = cluster;
    this.access = access;
  }

  /** Both endpoints and every pooler. */
  static List<Endpoint> endpoints(DeployedCluster cluster) {
    List<Endpoint> endpoints = new ArrayList<>(List.of(cluster.pooler(), cluster.database()));
    endpoints.addAll(cluster.poolers());
    return endpoints;
  }

  @Override
  public List<String> problems() throws IOException {
    return new ClusterState(members(), needsSynchronous(), etcd(), answering()).problems(cluster);
  }

  private List<Member> members() throws IOException {
    String printed = patronictl("list", "--format", "json");
    return printed.isEmpty() ? List.of() : ClusterState.members(printed);
  }

  private boolean needsSynchronous() throws IOException {
    return ClusterState.needsSynchronous(patronictl("show-config"));
  }

  /** What the first database host prints on which the command succeeds; empty without one. */
  private String patronictl(String... command) throws IOException {
    List<String> words = new ArrayList<>(List.of("patronictl", "-c", "/etc/patroni/conf.d"));
    words.addAll(List.of(command));
    for (Endpoint database : cluster.databases()) {
      Shell.Result result = on(database.name(), words);
      if (result.status() == 0) {
        return result.output();
      }
    }
    return "";
  }

  private Set<String> etcd() throws IOException {
    List<String> addresses =
        cluster.voters().stream().map(host -> cluster.hosts().getOrDefault(host, host)).toList();
    List<String> command = Etcdctl.command(addresses, "endpoint", "health", "--write-out=json");
    for (String host : cluster.voters()) {
      // It prints every member's health, and fails where one of them has none.
      String printed = on(host, command).output();
      if (printed.startsWith("[")) {
        return ClusterState.etcd(printed);
      }
    }
    return Set.of();
  }

  private Set<String> answering() throws IOException {
    Set<String> answering = new HashSet<>();
    for (Endpoint endpoint : endpoints(cluster)) {
      String connection =
          "host=%s port=%d dbname=application user=%s sslmode=verify-full sslrootcert=%s connect_timeout=3"
              .formatted(
                  endpoint.host(),
                  endpoint.port(),
                  Access.application(access.password(), access.authority()).user(endpoint),
                  access.authority());
      List<String> command =
          NamespaceSetup.inside(
              lab.names().host(NamespaceSetup.CLIENT),
              "timeout",
              SECONDS,
              "psql",
              "--no-psqlrc",
              "--no-align",
              "--tuples-only",
              "--command",
              PRIMARY,
              connection);
      if (Shell.attempt(command, "PGPASSWORD", access.password()).output().equals("1")) {
        answering.add(endpoint.name());
      }
    }
    return answering;
  }

  /** Runs a command on a host; one that is off fails. */
  private Shell.Result on(String host, List<String> command) throws IOException {
    if (!lab.hosts().isRunning(host)) {
      return new Shell.Result(1, "", host + " is off");
    }
    List<String> words = new ArrayList<>(List.of("timeout", SECONDS));
    words.addAll(command);
    return Shell.attempt(new Inside(lab.hosts()).command(host, words.toArray(String[]::new)));
  }
}
