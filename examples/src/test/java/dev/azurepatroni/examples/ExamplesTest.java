package dev.azurepatroni.examples;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;

import com.hashicorp.cdktf.providers.azurerm.lb.Lb;
import dev.azurepatroni.constructs.cluster.PatroniCluster;
import dev.azurepatroni.constructs.synth.Resource;
import dev.azurepatroni.constructs.synth.Synth;
import dev.azurepatroni.constructs.synth.UserData;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplesTest {
  private static final Map<String, Synth> STACKS =
      Synth.app(
          app -> {
            new MinimalStack(app, "minimal");
            new ReportingStack(app, "reporting");
            new BatchStack(app, "batch");
            new ShopStack(app, "shop");
            new ProxyStack(app, "proxy");
          });

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "reporting", "batch", "shop", "proxy"})
  void noTokenIsLeftUnresolvedAndNoNameUsedTwice(String stack) {
    assertThat(STACKS.get(stack)).hasNoTraps().hasDistinctAzureNames();
  }

  @Test
  void theReportingClusterUsesWhatItsTeamHasAndMakesNoneOfItAgain() {
    assertThat(STACKS.get("reporting"))
        .hasNo("azurerm_resource_group")
        .hasNo("azurerm_virtual_network")
        .hasNo("azurerm_subnet")
        .hasNo("azurerm_key_vault")
        .hasNo("azurerm_nat_gateway");
    assertThat(STACKS.get("reporting"))
        .resource("azurerm_network_interface", "reporting-1")
        .has("ip_configuration.private_ip_address", "10.20.4.4")
        .refers("ip_configuration.subnet_id", "data.azurerm_subnet.subnet")
        .refers("resource_group_name", "data.azurerm_resource_group.group");
    assertThat(STACKS.get("reporting"))
        .resource("azurerm_key_vault_secret", "reporting-postgres-password")
        .refers("key_vault_id", "data.azurerm_key_vault.vault");
  }

  @Test
  void theReportingClusterIsGuardedHostByHostBeforeAnyOfThemStarts() {
    Synth reporting = STACKS.get("reporting");
    for (Resource vm : reporting.resources("azurerm_linux_virtual_machine")) {
      assertThat(reporting)
          .resource(vm.type(), vm.name())
          .waitsFor("azurerm_network_interface_security_group_association." + vm.name());
    }
    assertThat(reporting)
        .securityGroup("reporting")
        .allows(6432)
        .from("10.20.0.0/16")
        .to("reporting-pooler")
        .deniesTheRest();
  }

  @Test
  void theMinimalClusterHasTheDefaultHosts() {
    assertThat(STACKS.get("minimal"))
        .hasExactly(
            "azurerm_linux_virtual_machine",
            "orders-1",
            "orders-2",
            "orders-pgb-1",
            "orders-pgb-2",
            "orders-witness");
  }

  @Test
  void theReportingTeamAddsAFlowToTheClustersFirewall() {
    assertThat(STACKS.get("reporting"))
        .resource("azurerm_network_security_rule", "reporting-10-20-9-0-24-to-database-8008")
        .has("source_address_prefix", "10.20.9.0/24")
        .has("destination_port_range", "8008")
        .has("priority", 300);
  }

  @Test
  void theBatchTeamsPoolerIsOneConfiguredHostWithRightsToItsSecretsOnly() {
    Synth batch = STACKS.get("batch");
    assertThat(batch)
        .hasExactly("azurerm_linux_virtual_machine", "batch-pgb-1")
        .hasExactly(
            "azurerm_role_assignment",
            "batch-pgb-1-reads-batch-pgb-1-tls",
            "batch-pgb-1-reads-reporting-ca-certificate",
            "batch-pgb-1-reads-reporting-pgbouncer-admin-password",
            "batch-pgb-1-reads-reporting-pgbouncer-auth-password")
        .hasNo("azurerm_key_vault_secret")
        .hasNo("azurerm_managed_disk")
        .hasNo("azurerm_resource_group");
    assertThat(batch)
        .resource("azurerm_role_assignment", "batch-pgb-1-reads-batch-pgb-1-tls")
        .has("scope", "${data.azurerm_key_vault.vault.id}/secrets/batch-pgb-1-tls");
    assertThat(batch)
        .securityGroup("batch-pgb-1")
        .allows(6432)
        .from("10.20.8.0/24")
        .to("*")
        .deniesTheRest();
    Assertions.assertThat(UserData.of(batch).get("batch-pgb-1"))
        .contains("application = host=10.20.4.10 port=5432")
        .contains(
            "\"databases\": {\"reporting-1\": \"10.20.4.4\", \"reporting-2\": \"10.20.4.5\"}");
  }

  @Test
  void theReportingClusterLetsTheBatchTeamsPoolerIn() {
    Synth reporting = STACKS.get("reporting");
    assertThat(reporting)
        .resource("azurerm_network_security_rule", "reporting-external-poolers-to-databases")
        .has("source_address_prefix", "10.20.8.4/32")
        .has("destination_port_ranges", List.of("5432", "8008"));
    assertThat(reporting)
        .resource("azurerm_key_vault_secret", "batch-pgb-1-tls")
        .refers("key_vault_id", "data.azurerm_key_vault.vault");
    Assertions.assertThat(UserData.of(reporting).get("reporting-1"))
        .contains("hostssl postgres pgbouncer_auth 10.20.8.4/32 scram-sha-256");
    Assertions.assertThat(UserData.of(reporting).get("reporting-pgb-1"))
        .contains("host=10.20.8.4 port=6432");
  }

  @Test
  void proxiesAreTwoConfiguredHostsBehindOneAddressAndOneFirewall() {
    Synth proxy = STACKS.get("proxy");
    assertThat(proxy)
        .hasExactly("azurerm_linux_virtual_machine", "webshop-1", "webshop-2")
        .hasExactly(
            "azurerm_network_interface_backend_address_pool_association",
            "webshop-proxy-lb-webshop-1",
            "webshop-proxy-lb-webshop-2")
        .hasExactly("azurerm_lb", "webshop-proxy-lb")
        .hasNo("azurerm_managed_disk")
        .hasNo("azurerm_key_vault_secret");
    assertThat(proxy)
        .securityGroup("webshop")
        .allows(5432)
        .from("10.30.0.0/16")
        .to("webshop-proxy")
        .deniesTheRest()
        .hasDistinctPriorities();
    assertThat(proxy)
        .resource("azurerm_linux_virtual_machine", "webshop-1")
        .waitsFor("azurerm_network_interface_security_group_association.webshop-1");
    Assertions.assertThat(UserData.of(proxy).get("webshop-1"))
        .contains("server database 10.50.1.11:6432");
  }

  @Test
  void theShopsClustersShareAVaultAndKeepTheirHostsRulesAndSecretsApart() {
    Synth shop = STACKS.get("shop");

    assertThat(shop)
        .hasNo("azurerm_virtual_network")
        .hasNo("azurerm_subnet")
        .hasNo("azurerm_key_vault");
    for (String cluster : List.of("orders", "billing")) {
      assertThat(shop)
          .resource("azurerm_network_interface", cluster + "-1")
          .refers("ip_configuration.subnet_id", "data.azurerm_subnet." + cluster + "-subnet");
      assertThat(shop)
          .resource("azurerm_key_vault_secret", cluster + "-postgres-password")
          .refers("key_vault_id", "data.azurerm_key_vault.vault");
      assertThat(shop)
          .securityGroup(cluster)
          .allows(5432)
          .from("10.40.0.0/16")
          .to(cluster + "-database")
          .deniesTheRest();
    }
    List<String> orders = of("orders", shop);
    Assertions.assertThat(orders)
        .hasSizeGreaterThan(50)
        .isEqualTo(
            of("billing", shop).stream().map(each -> each.replace("billing", "orders")).toList());
  }

  /** The addresses of a cluster's resources, which all begin with its name. */
  private static List<String> of(String cluster, Synth synth) {
    return synth.addresses().stream()
        .filter(address -> address.contains("." + cluster + "-") || address.endsWith("." + cluster))
        .sorted()
        .toList();
  }

  @Test
  void twoClustersLiveInOneStackWithoutAClash() {
    Synth both =
        Synth.of(
            stack -> {
              for (String name : List.of("orders", "billing")) {
                PatroniCluster.Builder.create(stack, name)
                    .spec(ClusterSpec.ofDefaults(name, "westeurope"))
                    .build();
              }
            });

    assertThat(both).hasNoTraps().hasDistinctAzureNames();
    Assertions.assertThat(both.addresses()).hasSize(2 * alone("orders").addresses().size());
    Assertions.assertThat(both.addresses())
        .containsAll(alone("orders").addresses())
        .containsAll(alone("billing").addresses());
  }

  @Test
  void whatNoSetterReachesIsReachedByAnOverride() {
    Synth synth =
        Synth.of(
            stack -> {
              PatroniCluster cluster =
                  PatroniCluster.Builder.create(stack, "orders")
                      .spec(ClusterSpec.ofDefaults("orders", "westeurope"))
                      .build();
              Lb lb = (Lb) cluster.poolerLb().getNode().findChild("lb");
              lb.addOverride("edge_zone", "somewhere");
            });

    assertThat(synth).resource("azurerm_lb", "orders-pooler-lb").has("edge_zone", "somewhere");
  }

  @Test
  void theReadmeShowsTheCodeAsItIs() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    Path sources = Path.of("src/main/java/dev/azurepatroni/examples");
    for (String example :
        List.of("MinimalStack", "ReportingStack", "BatchStack", "ShopStack", "ProxyStack")) {
      String source = Files.readString(sources.resolve(example + ".java"));
      String shown = readme.split("<!-- " + example + " -->\n```java\n", 2)[1].split("```", 2)[0];
      Assertions.assertThat(source.replaceAll("(?m)^ +", ""))
          .contains(shown.replaceAll("(?m)^ +", ""));
    }
  }

  private static Synth alone(String name) {
    return Synth.cluster(ClusterSpec.ofDefaults(name, "westeurope"));
  }
}
