package dev.azurepatroni.constructs.cloudinit;

import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.host.DataDisk;
import dev.azurepatroni.topology.host.Host;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * All that the templates of one host can print.
 *
 * @param name host name
 * @param role {@code database}, {@code pooler} or {@code witness}
 * @param address its own
 * @param voter whether an etcd voter runs on it
 * @param roles the folders of templates it is made of
 * @param sysctls kernel settings
 * @param disks data disks
 * @param secrets name in the vault by what the host calls the secret
 * @param members what it knows of its cluster
 * @param patroni failover and PostgreSQL settings of the cluster
 * @param pooler how the cluster's poolers run PgBouncer
 * @param packages where it installs from, and which versions
 */
public record HostModel(
    String name,
    String role,
    String address,
    boolean voter,
    List<Component> roles,
    Map<String, String> sysctls,
    List<DataDisk> disks,
    Map<String, String> secrets,
    ClusterModel members,
    PatroniModel patroni,
    PoolerModel pooler,
    PackagesModel packages) {

  /**
   * Copies what it is given.
   *
   * @param name host name
   * @param role {@code database}, {@code pooler} or {@code witness}
   * @param address its own
   * @param voter whether an etcd voter runs on it
   * @param roles the folders of templates it is made of
   * @param sysctls kernel settings
   * @param disks data disks
   * @param secrets name in the vault by what the host calls the secret
   * @param members what it knows of its cluster
   * @param patroni failover and PostgreSQL settings of the cluster
   * @param pooler how the cluster's poolers run PgBouncer
   * @param packages where it installs from, and which versions
   */
  public HostModel {
    roles = List.copyOf(roles);
    sysctls = Collections.unmodifiableMap(new LinkedHashMap<>(sysctls));
    disks = List.copyOf(disks);
    secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
  }

  /**
   * The model of a cluster's host.
   *
   * @param plan the cluster
   * @param host one of its hosts
   * @return what its templates can print
   */
  public static HostModel of(ClusterPlan plan, Host host) {
    return new HostModel(
        host.name(),
        host.role().name().toLowerCase(Locale.ROOT),
        host.address().toString(),
        host.voter(),
        Component.of(host),
        plan.kernel(host).sysctls(),
        plan.disks(host),
        plan.secrets(host).byLabel(),
        ClusterModel.of(plan),
        PatroniModel.of(plan),
        new PoolerModel(plan.pgBouncer()),
        PackagesModel.of(plan.spec().packages()));
  }

  /** {@return name of the cluster} */
  public String cluster() {
    return members.name();
  }

  /** {@return address of every host by name, the host itself included} */
  public Map<String, String> neighbours() {
    return members.hosts();
  }

  /** {@return address of every database host by name} */
  public Map<String, String> databases() {
    return members.databases();
  }

  /** {@return address of every pooler by name} */
  public Map<String, String> poolers() {
    return members.poolers();
  }

  /** {@return address of every etcd voter by name} */
  public Map<String, String> voters() {
    return members.voters();
  }

  /** {@return address of the database load balancer} */
  public String databaseLb() {
    return members.databaseLb();
  }

  /** {@return address of the pooler load balancer} */
  public String poolerLb() {
    return members.poolerLb();
  }

  /** {@return who may connect to PostgreSQL and PgBouncer} */
  public List<String> clientCidrs() {
    return members.clientCidrs();
  }

  /** {@return who may open SSH} */
  public List<String> adminCidrs() {
    return members.adminCidrs();
  }

  /** {@return URL of the vault} */
  public String vault() {
    return members.vault();
  }

  /** {@return the host's place among the voters, from 0; -1 if it is none} */
  public int voterIndex() {
    return List.copyOf(members.voters().keySet()).indexOf(name);
  }

  /** {@return PgBouncer processes on this very host} */
  public int processes() {
    return roles.contains(Component.POOLER) ? pooler.processes() : 0;
  }

  /** {@return what the host installs from Debian} */
  public List<String> debianPackages() {
    return packages(Component::debianPackages);
  }

  /** {@return what the host installs from the PostgreSQL project} */
  public List<String> pgdgPackages() {
    return packages(Component::pgdgPackages);
  }

  private List<String> packages(Function<Component, List<String>> of) {
    return roles.stream().flatMap(each -> of.apply(each).stream()).distinct().sorted().toList();
  }
}
