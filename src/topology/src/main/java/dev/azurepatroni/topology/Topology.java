package dev.azurepatroni.topology;

import dev.azurepatroni.topology.budget.PoolBudget;
import dev.azurepatroni.topology.budget.RtoBudget;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.host.DataDisk;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.Role;
import dev.azurepatroni.topology.net.Ipv4;
import dev.azurepatroni.topology.quorum.QuorumProof;
import dev.azurepatroni.topology.secret.HostSecretNames;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.SynchronousMode;
import dev.azurepatroni.topology.tuning.KernelTuning;
import dev.azurepatroni.topology.tuning.PgBouncerTuning;
import dev.azurepatroni.topology.tuning.PostgresTuning;
import java.util.List;
import java.util.Optional;

/**
 * A cluster worked out from its specification: everything that can be known before Terraform runs.
 * There is none of a specification with errors; see {@link TopologyPlan}.
 *
 * @param spec what was asked for
 * @param hosts every host: databases, poolers, witness
 * @param databaseLb address of the database load balancer
 * @param poolerLb address of the pooler load balancer
 * @param quorum what every single-zone loss leaves
 * @param pools how PostgreSQL's connections are shared out
 * @param rto how long each fault keeps clients from writing
 */
public record Topology(
    ClusterSpec spec,
    List<Host> hosts,
    Ipv4 databaseLb,
    Ipv4 poolerLb,
    QuorumProof quorum,
    PoolBudget pools,
    RtoBudget rto) {

  /**
   * Copies what it is given.
   *
   * @param spec what was asked for
   * @param hosts every host: databases, poolers, witness
   * @param databaseLb address of the database load balancer
   * @param poolerLb address of the pooler load balancer
   * @param quorum what every single-zone loss leaves
   * @param pools how PostgreSQL's connections are shared out
   * @param rto how long each fault keeps clients from writing
   */
  public Topology {
    hosts = List.copyOf(hosts);
  }

  /** {@return the database hosts, in order} */
  public List<Host> databases() {
    return of(Role.DATABASE);
  }

  /** {@return the poolers, in order} */
  public List<Host> poolers() {
    return of(Role.POOLER);
  }

  /** {@return the witness, where the cluster has one} */
  public Optional<Host> witness() {
    return of(Role.WITNESS).stream().findFirst();
  }

  /** {@return the hosts that vote in etcd} */
  public List<Host> voters() {
    return hosts.stream().filter(Host::voter).toList();
  }

  /** {@return name of the Key Vault} */
  public String vaultName() {
    return spec.vault().name().isEmpty() ? spec.name() + "-kv" : spec.vault().name();
  }

  /** {@return the synchronous mode with {@code auto} decided} */
  public SynchronousMode synchronousMode() {
    SynchronousMode mode = spec.patroni().synchronousMode();
    if (mode != SynchronousMode.AUTO) {
      return mode;
    }
    return databases().size() > 2 ? SynchronousMode.QUORUM : SynchronousMode.ON;
  }

  /** {@return who may connect to PostgreSQL and PgBouncer, with the default decided} */
  public List<String> clientCidrs() {
    List<String> written = spec.network().clientCidrs();
    return written.isEmpty() ? List.of(spec.network().addressSpace()) : written;
  }

  /** {@return first DNS label of the public endpoint, with the default decided} */
  public String domainLabel() {
    String written = spec.publicEndpoint().domainLabel();
    return written.isEmpty() ? spec.name() : written;
  }

  /** {@return DNS name of the public endpoint, whether there is one or not} */
  public String publicName() {
    return "%s.%s.cloudapp.azure.com".formatted(domainLabel(), spec.location());
  }

  /** {@return PostgreSQL's parameters} */
  public PostgresTuning postgres() {
    return PostgresTuning.of(databaseSize(), spec.database(), spec.postgresql());
  }

  /** {@return PgBouncer's settings} */
  public PgBouncerTuning pgBouncer() {
    return PgBouncerTuning.of(poolers().get(0).size(), spec.poolers(), pools);
  }

  /**
   * The kernel settings of a host.
   *
   * @param host one of the cluster's
   * @return sysctls by name
   */
  public KernelTuning kernel(Host host) {
    return host.role() == Role.DATABASE
        ? KernelTuning.ofDatabase(host.size(), postgres())
        : KernelTuning.ofAnyHost();
  }

  /**
   * The disks of a host beside its operating system's.
   *
   * @param host one of the cluster's
   * @return data and WAL disk of a database host; none of any other
   */
  public List<DataDisk> disks(Host host) {
    return host.role() == Role.DATABASE
        ? List.of(
            DataDisk.data(spec.database().dataDisk().sizeGb()),
            DataDisk.wal(spec.database().walDisk().sizeGb()))
        : List.of();
  }

  /**
   * The vault's secrets that a host reads.
   *
   * @param host one of the cluster's
   * @return their names
   */
  public HostSecretNames secrets(Host host) {
    return HostSecretNames.of(spec.name(), host);
  }

  private VmSize databaseSize() {
    return databases().get(0).size();
  }

  private List<Host> of(Role role) {
    return hosts.stream().filter(host -> host.role() == role).toList();
  }
}
