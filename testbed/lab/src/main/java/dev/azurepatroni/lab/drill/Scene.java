package dev.azurepatroni.lab.drill;

import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.fault.DiskFaults;
import dev.azurepatroni.lab.fault.ProcessFaults;
import dev.azurepatroni.lab.host.Host;
import dev.azurepatroni.lab.host.Inside;
import dev.azurepatroni.lab.network.FaultTable;
import dev.azurepatroni.lab.network.Wiring;
import dev.azurepatroni.lab.shell.Pause;
import dev.azurepatroni.lab.shell.Shell;
import dev.azurepatroni.verify.deployment.Deployment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A lab that is up, and what faults need of it. */
final class Scene {
  /** Moves etcd's leadership to the voter that is named, as `etcdctl move-leader`. */
  private static final String MOVE_ETCD_LEADER =
      """
      import sys
      sys.path.insert(0, "/usr/lib/azure-patroni")
      from etcd_voters import Voters, leads
      voters = Voters.load()
      statuses = voters.statuses()
      heir = statuses[sys.argv[1]]["header"]["member_id"]
      now = next(name for name in statuses if leads(statuses[name]))
      ran = voters.etcdctl([now], "move-leader", f"{heir:x}")
      sys.exit(ran.status)
      """;

  private final Lab lab;
  private final Deployment deployment;
  private final Path image;
  private final ClusterView cluster;

  Scene(Lab lab, Deployment deployment, Path image) {
    this.lab = lab;
    this.deployment = deployment;
    this.image = image;
    this.cluster =
        new ClusterView(
            lab.hosts(),
            List.copyOf(deployment.hosts().keySet()),
            deployment.databases().stream().map(it -> it.name()).toList());
  }

  ClusterView cluster() {
    return cluster;
  }

  Deployment deployment() {
    return deployment;
  }

  /** All database hosts. */
  List<String> databases() {
    return deployment.databases().stream().map(it -> it.name()).toList();
  }

  /** The hosts of a zone. */
  List<String> zone(String zone) throws IOException {
    return lab.deployment().hosts().stream()
        .filter(it -> it.zone().equals(zone))
        .map(Host::name)
        .toList();
  }

  void powerLoss(List<String> names) throws IOException {
    lab.hosts().powerLoss(hosts(names));
  }

  /** Switches hosts on, and does not wait for them. */
  void start(List<String> names) throws IOException {
    for (Host host : hosts(names)) {
      lab.hosts().start(host, image);
    }
  }

  private List<Host> hosts(List<String> names) throws IOException {
    return lab.deployment().hosts().stream().filter(it -> names.contains(it.name())).toList();
  }

  String address(String host) throws IOException {
    return lab.host(host).address();
  }

  /** What drops packets. */
  FaultTable links() {
    return lab.faults();
  }

  /** A command in the network of the hosts, outside of their subnet. */
  List<String> client(String... command) {
    return Wiring.inside(lab.names().host(Wiring.CLIENT), command);
  }

  ProcessFaults process(String host, String program) {
    return new ProcessFaults(lab.hosts().group(host), program);
  }

  DiskFaults disk(String host, int lun) throws IOException {
    return DiskFaults.of(lab.hosts(), lab.disks(), lab.host(host), lun);
  }

  /** Runs a command as root on a host; it has to succeed. */
  String on(String host, String... command) throws IOException {
    return Shell.run(new Inside(lab.hosts()).command(host, command));
  }

  /** Lets a voter lead etcd. */
  void leadEtcd(String voter) throws IOException {
    for (int attempt = 0; !cluster.etcdLeader().equals(voter); attempt++) {
      if (attempt > 5) {
        throw new IOException("etcd's leadership does not go to " + voter);
      }
      on(cluster.leader(), "python3", "-c", MOVE_ETCD_LEADER, voter);
      Pause.of(500);
    }
  }
}
