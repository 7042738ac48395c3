package dev.azurepatroni.app;

import com.hashicorp.cdktf.TerraformOutput;
import com.hashicorp.cdktf.TerraformStack;
import dev.azurepatroni.constructs.cluster.ClusterPorts;
import dev.azurepatroni.constructs.cluster.PatroniCluster;
import dev.azurepatroni.constructs.network.InternalLb;
import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.budget.FaultBudget;
import dev.azurepatroni.topology.budget.PoolBudget;
import dev.azurepatroni.topology.secret.Password;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a deployment tells its owner: where to connect, and where to read each secret. */
final class ClusterOutputs {
  private static final String APPLICATION = "application";
  private static final String DIRECT = "application_direct";

  private final TerraformStack stack;
  private final PatroniCluster cluster;
  private final ClusterPlan plan;

  private ClusterOutputs(TerraformStack stack, PatroniCluster cluster) {
    this.stack = stack;
    this.cluster = cluster;
    this.plan = cluster.plan();
  }

  static void of(TerraformStack stack, PatroniCluster cluster) {
    new ClusterOutputs(stack, cluster).write();
  }

  private void write() {
    output("pooler_endpoint", "Where applications connect", cluster.poolerLb().endpoint());
    output("database_endpoint", "The leader, for administration", cluster.databaseLb().endpoint());
    cluster
        .publicLb()
        .ifPresent(lb -> output("public_endpoint", "The poolers from outside", publicEndpoint()));
    output(
        "psql_pooler",
        "Asks for the password of secrets.application_password",
        psql(cluster.poolerLb(), APPLICATION));
    output(
        "psql_database",
        "The leader itself, with the same password: a role for direct sessions",
        psql(cluster.databaseLb(), DIRECT));
    output("hosts", "Private address of every host", hosts());
    output("patroni_urls", "Patroni's REST interface on every database host", patroniUrls());
    output("pooler_addresses", "PgBouncer on every pooler", poolerAddresses());
    output(
        "max_client_connections",
        "How many clients each pooler is configured for",
        plan.spec().poolers().maxClientConnections());
    output("connections", "The parts of PostgreSQL's connections", connections());
    output("rto_budget", "Calculated write outage of each fault", rtoBudget());
    output("etcd_urls", "etcd members", cluster.quorum().clientUrls());
    output("vault_name", "The Key Vault", cluster.vault().vaultName());
    output("secrets", "A command that prints each secret", secrets());
  }

  private String publicEndpoint() {
    return plan.publicName() + ":" + cluster.poolerLb().port();
  }

  private String psql(InternalLb endpoint, String role) {
    return "psql \"host=%s port=%d dbname=%s user=%s sslmode=verify-full sslrootcert=%s\""
        .formatted(endpoint.address(), endpoint.port(), APPLICATION, role, caFile());
  }

  private String caFile() {
    return plan.spec().name() + "-ca.pem";
  }

  private Map<String, String> hosts() {
    Map<String, String> hosts = new LinkedHashMap<>();
    plan.hosts().forEach(host -> hosts.put(host.name(), host.address().toString()));
    return hosts;
  }

  private List<String> patroniUrls() {
    return plan.databases().stream()
        .map(host -> "http://%s:%d".formatted(host.address(), ClusterPorts.PATRONI))
        .toList();
  }

  private List<String> poolerAddresses() {
    return plan.poolers().stream().map(host -> host.address().toString()).toList();
  }

  private Map<String, Integer> connections() {
    PoolBudget pools = plan.pools();
    Map<String, Integer> parts = new LinkedHashMap<>();
    parts.put("max", pools.maxConnections());
    parts.put("poolers", pools.pooled());
    parts.put("direct", pools.direct());
    parts.put("reserve", pools.reserve().all());
    return parts;
  }

  private List<Map<String, Object>> rtoBudget() {
    return plan.rto().faults().stream().map(ClusterOutputs::budget).toList();
  }

  /** The figures of {@code plan.json}, under the names that outputs have. */
  private static Map<String, Object> budget(FaultBudget budget) {
    PlanFile.Fault fault = PlanFile.Fault.of(budget);
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("id", fault.id());
    output.put("title", fault.title());
    output.put("best_seconds", fault.bestSeconds());
    // Left out where only a person or the return of a zone ends it.
    if (fault.worstSeconds() != null) {
      output.put("worst_seconds", fault.worstSeconds());
    }
    return output;
  }

  private Map<String, String> secrets() {
    String name = plan.spec().name();
    Map<String, String> commands = new LinkedHashMap<>();
    for (Password password : plan.passwords()) {
      commands.put(
          password.name().toLowerCase(Locale.ROOT) + "_password", show(password.secretName(name)));
    }
    commands.put(
        "ca_certificate", show(cluster.authority().certificate().name()) + " > " + caFile());
    cluster.sshKeySecret().ifPresent(secret -> commands.put("ssh_private_key", show(secret)));
    return commands;
  }

  private String show(String secret) {
    return "az keyvault secret show --vault-name %s --name %s --query value --output tsv"
        .formatted(cluster.vault().vaultName(), secret);
  }

  private void output(String name, String description, Object value) {
    TerraformOutput.Builder.create(stack, name).description(description).value(value).build();
  }
}
