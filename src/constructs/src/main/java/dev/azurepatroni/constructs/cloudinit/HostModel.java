package dev.azurepatroni.constructs.cloudinit;

import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.backup.BackupPlan;
import dev.azurepatroni.topology.budget.PoolBudget;
import dev.azurepatroni.topology.host.DataDisk;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.HostRole;
import dev.azurepatroni.topology.secret.HostSecretNames;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.PackagesSpec;
import dev.azurepatroni.topology.spec.VersionRange;
import dev.azurepatroni.topology.tuning.PatroniTuning;
import dev.azurepatroni.topology.tuning.PgBouncerTuning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the templates of one host can print: {@code [=host.address]} is its address.
 *
 * @param plan the cluster
 * @param host one of its hosts
 */
public record HostModel(ClusterPlan plan, Host host) {
  private static final String SCOPE = "pg-ha";
  private static final String NAMESPACE = "/service/";
  private static final String POSTGRESQL =
      "postgresql-N postgresql-client-N postgresql-plperl-N postgresql-plpython3-N postgresql-pltcl-N";
  private static final String VAULT = "https://%s.vault.azure.net";

  /** {@return host name} */
  public String name() {
    return host.name();
  }

  /** {@return {@code database}, {@code pooler} or {@code witness}} */
  public String role() {
    return host.role().name().toLowerCase(Locale.ROOT);
  }

  /** {@return its own address} */
  public String address() {
    return host.address().toString();
  }

  /** {@return whether an etcd voter runs on it} */
  public boolean voter() {
    return host.voter();
  }

  /** {@return the folders of templates it is made of} */
  public List<Component> components() {
    return Component.of(host);
  }

  /** {@return kernel settings} */
  public Map<String, String> sysctls() {
    return plan.kernel(host).sysctls();
  }

  /** {@return data disks} */
  public List<DataDisk> disks() {
    return plan.disks(host);
  }

  /** {@return name in the vault by what the host calls the secret} */
  public Map<String, String> secrets() {
    return plan.secrets(host).byLabel();
  }

  /** {@return where backups are and when they are made; null if the host makes none} */
  public BackupPlan backup() {
    return host.role() == HostRole.DATABASE ? plan.backup().orElse(null) : null;
  }

  /** {@return the cluster's settings} */
  public ClusterSpec spec() {
    return plan.spec();
  }

  /** {@return name of the cluster} */
  public String cluster() {
    return plan.spec().name();
  }

  /** {@return the cluster's name in etcd} */
  public String scope() {
    return SCOPE;
  }

  /** {@return the path in etcd that the cluster is below} */
  public String namespace() {
    return NAMESPACE;
  }

  /** {@return PostgreSQL's parameters} */
  public Map<String, String> parameters() {
    return plan.postgres().parameters();
  }

  /** {@return what Patroni's dynamic configuration has besides settings} */
  public PatroniTuning patroni() {
    return plan.patroni();
  }

  /** {@return how PostgreSQL's connections are divided} */
  public PoolBudget pools() {
    return plan.pools();
  }

  /** {@return how the cluster's poolers run PgBouncer} */
  public PgBouncerTuning pooler() {
    return plan.pgBouncer();
  }

  /** {@return address of every host and every external pooler by name, the host itself included} */
  public Map<String, String> addresses() {
    return addresses(withExternal(plan.hosts()));
  }

  /** {@return address of every database host by name} */
  public Map<String, String> databases() {
    return addresses(plan.databases());
  }

  /** {@return address of every pooler by name, external ones last} */
  public Map<String, String> poolers() {
    return addresses(withExternal(plan.poolers()));
  }

  /** {@return address of every etcd voter by name} */
  public Map<String, String> voters() {
    return addresses(plan.voters());
  }

  /** {@return common name of the etcd members' certificates} */
  public String etcdName() {
    return HostSecretNames.ofEtcd(cluster());
  }

  /** {@return address of the database load balancer} */
  public String databaseLb() {
    return plan.databaseLb().toString();
  }

  /** {@return address of the pooler load balancer} */
  public String poolerLb() {
    return plan.poolerLb().toString();
  }

  /** {@return URL of the vault} */
  public String vault() {
    return VAULT.formatted(plan.spec().vault().name());
  }

  /** {@return the host's index among the voters, from 0; -1 if it is none} */
  public int voterIndex() {
    return plan.voters().indexOf(host);
  }

  /** {@return PgBouncer processes on this host} */
  public int processes() {
    return components().contains(Component.POOLER) ? pooler().processes() : 0;
  }

  /** {@return what the host installs from Debian} */
  public List<String> debianPackages() {
    return packages(Component::debianPackages);
  }

  /** {@return what the host installs from the PostgreSQL project} */
  public List<String> pgdgPackages() {
    return packages(each -> each.pgdgPackages(spec().postgresql().version()));
  }

  /** {@return the versions that hosts may install, by packages of one source} */
  public Map<String, VersionRange> versions() {
    int major = spec().postgresql().version();
    PackagesSpec packages = spec().packages();
    Map<String, VersionRange> versions = new LinkedHashMap<>();
    versions.put(
        POSTGRESQL.replace("N", Integer.toString(major)),
        VersionRange.of(packages.postgresql()).orElseGet(() -> VersionRange.ofMajor(major)));
    versions.put("patroni", VersionRange.of(packages.patroni()).orElseThrow());
    versions.put("pgbouncer", VersionRange.of(packages.pgbouncer()).orElseThrow());
    versions.put("etcd-server etcd-client", VersionRange.of(packages.etcd()).orElseThrow());
    versions.put("pgbackrest", VersionRange.of(packages.pgbackrest()).orElseThrow());
    return versions;
  }

  private List<String> packages(Function<Component, List<String>> of) {
    return components().stream()
        .flatMap(each -> of.apply(each).stream())
        .distinct()
        .sorted()
        .toList();
  }

  private List<Host> withExternal(List<Host> own) {
    return Stream.concat(own.stream(), plan.externalPoolers().stream()).toList();
  }

  private static Map<String, String> addresses(List<Host> hosts) {
    Map<String, String> addresses = new LinkedHashMap<>();
    hosts.forEach(host -> addresses.put(host.name(), host.address().toString()));
    return addresses;
  }
}
