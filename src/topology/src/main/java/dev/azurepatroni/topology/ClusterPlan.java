package dev.azurepatroni.topology;

import dev.azurepatroni.topology.backup.BackupBudget;
import dev.azurepatroni.topology.backup.BackupPlan;
import dev.azurepatroni.topology.budget.PoolBudget;
import dev.azurepatroni.topology.budget.RtoBudget;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.host.DataDisk;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.HostRole;
import dev.azurepatroni.topology.net.Ipv4;
import dev.azurepatroni.topology.quorum.QuorumProof;
import dev.azurepatroni.topology.secret.HostSecretNames;
import dev.azurepatroni.topology.secret.Password;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.tuning.KernelTuning;
import dev.azurepatroni.topology.tuning.PatroniTuning;
import dev.azurepatroni.topology.tuning.PgBouncerTuning;
import dev.azurepatroni.topology.tuning.PostgresTuning;
import java.util.List;
import java.util.Optional;

/**
 * Everything that follows from a cluster's specification and is known before Terraform runs: hosts,
 * addresses, etcd members, settings and budgets. A plan is always valid: a specification with
 * errors has none.
 */
public final class ClusterPlan {
  private final ClusterSpec spec;
  private final List<Host> hosts;
  private final Ipv4 databaseLb;
  private final Ipv4 poolerLb;
  private final List<Finding> warnings;
  private final QuorumProof quorum;
  private final PoolBudget pools;
  private final RtoBudget rto;
  private final PostgresTuning postgres;
  private final PgBouncerTuning pgBouncer;
  private final PatroniTuning patroni;
  private final Optional<BackupPlan> backup;

  ClusterPlan(
      ClusterSpec spec,
      List<Host> hosts,
      Ipv4 databaseLb,
      Ipv4 poolerLb,
      QuorumProof quorum,
      List<Finding> warnings) {
    this.spec = spec;
    this.hosts = List.copyOf(hosts);
    this.databaseLb = databaseLb;
    this.poolerLb = poolerLb;
    this.quorum = quorum;
    this.warnings = List.copyOf(warnings);
    this.pools = PoolBudget.of(spec.postgresql(), spec.poolers());
    boolean tieBreaker = hosts.stream().anyMatch(ClusterPlan::breaksTies);
    this.rto =
        RtoBudget.of(
            spec.patroni(), spec.loadBalancers(), quorum, tieBreaker, spec.backup().enabled());
    this.postgres = PostgresTuning.of(databases().get(0).size(), spec);
    this.backup =
        spec.backup().enabled()
            ? Optional.of(BackupPlan.of(spec, databases().get(0).size()))
            : Optional.empty();
    this.patroni = PatroniTuning.of(spec.patroni(), databases(), spec.postgresql().logicalSlots());
    this.pgBouncer = PgBouncerTuning.of(poolers().get(0).size(), spec.poolers(), pools);
  }

  /**
   * Plans a cluster and checks every rule.
   *
   * @param spec the cluster
   * @return the plan
   * @throws InvalidClusterException with everything that is wrong, if anything is
   */
  public static ClusterPlan of(ClusterSpec spec) {
    return new ClusterPlanner(spec).plan();
  }

  /** {@return what was asked for, with every {@code auto} and every default decided} */
  public ClusterSpec spec() {
    return spec;
  }

  /** {@return every host: databases, poolers, witness} */
  public List<Host> hosts() {
    return hosts;
  }

  /** {@return the database hosts, in order} */
  public List<Host> databases() {
    return of(HostRole.DATABASE);
  }

  /** {@return the poolers, in order} */
  public List<Host> poolers() {
    return of(HostRole.POOLER);
  }

  /**
   * {@return poolers that other stacks create for this cluster, in order; they are not among its
   * hosts}
   */
  public List<Host> externalPoolers() {
    Host model = poolers().get(0);
    return spec.poolers().external().entrySet().stream()
        .map(
            pooler ->
                new Host(
                    pooler.getKey(),
                    HostRole.POOLER,
                    "",
                    Ipv4.parse(pooler.getValue()).orElseThrow(),
                    model.size(),
                    model.osDiskGb(),
                    false))
        .toList();
  }

  /** {@return the witness, where the cluster has one} */
  public Optional<Host> witness() {
    return of(HostRole.WITNESS).stream().findFirst();
  }

  /** {@return the hosts that vote in etcd} */
  public List<Host> voters() {
    return hosts.stream().filter(Host::voter).toList();
  }

  /** {@return address of the database load balancer} */
  public Ipv4 databaseLb() {
    return databaseLb;
  }

  /** {@return address of the pooler load balancer} */
  public Ipv4 poolerLb() {
    return poolerLb;
  }

  /** {@return problems that do not prevent the deployment} */
  public List<Finding> warnings() {
    return warnings;
  }

  /** {@return what every single-zone loss leaves} */
  public QuorumProof quorum() {
    return quorum;
  }

  /** {@return how PostgreSQL's connections are divided} */
  public PoolBudget pools() {
    return pools;
  }

  /** {@return how long each fault keeps clients from writing} */
  public RtoBudget rto() {
    return rto;
  }

  /** {@return DNS name of the public endpoint, whether there is one or not} */
  public String publicName() {
    return "%s.%s.cloudapp.azure.com"
        .formatted(spec.publicEndpoint().domainLabel(), spec.location());
  }

  /** {@return PostgreSQL's parameters} */
  public PostgresTuning postgres() {
    return postgres;
  }

  /** {@return what Patroni's dynamic configuration has besides the settings of {@link #spec}} */
  public PatroniTuning patroni() {
    return patroni;
  }

  /** {@return PgBouncer's settings} */
  public PgBouncerTuning pgBouncer() {
    return pgBouncer;
  }

  /** {@return where backups are and when they are made; empty where the cluster has none} */
  public Optional<BackupPlan> backup() {
    return backup;
  }

  /** {@return what the backups promise; empty where the cluster has none} */
  public Optional<BackupBudget> backupBudget() {
    return backup.map(each -> BackupBudget.of(each, spec, databases().get(0).size()));
  }

  /**
   * The kernel settings of a host.
   *
   * @param host one of the cluster's
   * @return sysctls by name
   */
  public KernelTuning kernel(Host host) {
    return host.role() == HostRole.DATABASE
        ? KernelTuning.ofDatabase(host.size(), postgres)
        : KernelTuning.ofAnyHost();
  }

  /**
   * The data disks of a host.
   *
   * @param host one of the cluster's
   * @return data and WAL disk of a database host; none of any other
   */
  public List<DataDisk> disks(Host host) {
    return host.role() == HostRole.DATABASE
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
    return HostSecretNames.of(spec, host);
  }

  /** {@return the passwords that the vault holds} */
  public List<Password> passwords() {
    return HostSecretNames.passwords(spec);
  }

  private static boolean breaksTies(Host host) {
    return host.voter() && host.role() != HostRole.DATABASE;
  }

  private List<Host> of(HostRole role) {
    return hosts.stream().filter(host -> host.role() == role).toList();
  }
}
