package dev.azurepatroni.lab.drill.injection;

import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.fault.DiskFaults;
import dev.azurepatroni.lab.fault.HostFaults;
import dev.azurepatroni.lab.fault.ProcessFaults;
import dev.azurepatroni.lab.health.Etcdctl;
import dev.azurepatroni.lab.host.Host;
import dev.azurepatroni.lab.host.Inside;
import dev.azurepatroni.lab.network.FaultTable;
import dev.azurepatroni.lab.network.NamespaceSetup;
import dev.azurepatroni.lab.platform.blob.BlobFaults;
import dev.azurepatroni.lab.shell.Pause;
import dev.azurepatroni.lab.shell.Shell;
import dev.azurepatroni.verify.deployment.DeployedCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A lab that is up, and what faults need of it. */
public final class DrillContext {
  private final Lab lab;
  private final DeployedCluster deployment;
  private final Path image;
  private final ClusterView cluster;

  /** The context of a lab whose hosts boot from an image. */
  public DrillContext(Lab lab, DeployedCluster deployment, Path image) {
    this.lab = lab;
    this.deployment = deployment;
    this.image = image;
    this.cluster =
        new ClusterView(
            lab.hosts(),
            List.copyOf(deployment.hosts().keySet()),
            deployment.databases().stream().map(database -> database.name()).toList());
  }

  /** The roles of the hosts now. */
  public ClusterView cluster() {
    return cluster;
  }

  /** The deployed cluster. */
  public DeployedCluster deployment() {
    return deployment;
  }

  /** All database hosts. */
  public List<String> databases() {
    return deployment.databases().stream().map(database -> database.name()).toList();
  }

  /** The hosts of a zone. */
  public List<String> zone(String zone) throws IOException {
    return lab.deployment().hosts().stream()
        .filter(host -> host.zone().equals(zone))
        .map(Host::name)
        .toList();
  }

  /** Takes the power of hosts at the same time. */
  public void powerLoss(List<String> names) throws IOException {
    lab.hosts().powerLoss(hosts(names));
  }

  /** Switches hosts on, and does not wait for them. */
  public void start(List<String> names) throws IOException {
    for (Host host : hosts(names)) {
      lab.hosts().start(host, image);
    }
  }

  private List<Host> hosts(List<String> names) throws IOException {
    return lab.deployment().hosts().stream().filter(host -> names.contains(host.name())).toList();
  }

  /** The address of a host. */
  public String address(String host) throws IOException {
    return lab.host(host).address();
  }

  /** What drops packets. */
  public FaultTable links() {
    return lab.faults();
  }

  /** A command in the network of the hosts, outside of their subnet. */
  public List<String> client(String... command) {
    return NamespaceSetup.inside(lab.names().host(NamespaceSetup.CLIENT), command);
  }

  /** The faults of a program on a host. */
  public ProcessFaults process(String host, String program) {
    return new ProcessFaults(lab.hosts().group(host), program);
  }

  /** The faults of a data disk of a host. */
  public DiskFaults disk(String host, int lun) throws IOException {
    return DiskFaults.of(lab.hosts(), lab.disks(), lab.host(host), lun);
  }

  /** All other faults of a host. */
  HostFaults faults(String host) throws IOException {
    return new HostFaults(lab, lab.host(host));
  }

  /** The faults of the backup store. */
  BlobFaults store() {
    return lab.blobFaults();
  }

  /** Runs a command as root on a host; it has to succeed. */
  String on(String host, String... command) throws IOException {
    return Shell.run(new Inside(lab.hosts()).command(host, command));
  }

  /** Moves etcd's leadership to a member, as an operator does. */
  void leadEtcd(String member) throws IOException {
    for (int attempt = 0; !cluster.etcdLeader().equals(member); attempt++) {
      if (attempt > 5) {
        throw new IOException("etcd's leadership does not move to " + member);
      }
      String leader = cluster.etcdLeader();
      etcdctl(leader, "move-leader", memberId(etcdctl(leader, "member", "list"), member));
      Pause.of(500);
    }
  }

  /** Asks the etcd member of a host, on that host. */
  private String etcdctl(String host, String... command) throws IOException {
    return on(host, Etcdctl.command(List.of(address(host)), command).toArray(String[]::new));
  }

  /** The ID in a line {@code ID, started, NAME, ...} of {@code etcdctl member list}. */
  static String memberId(String list, String name) throws IOException {
    return list.lines()
        .map(line -> line.split(", *", -1))
        .filter(fields -> fields.length > 2 && fields[2].equals(name))
        .map(fields -> fields[0])
        .findFirst()
        .orElseThrow(() -> new IOException("etcd has no member %s: %s".formatted(name, list)));
  }
}
