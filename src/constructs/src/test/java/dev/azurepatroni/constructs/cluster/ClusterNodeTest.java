package dev.azurepatroni.constructs.cluster;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.hashicorp.cdktf.App;
import com.hashicorp.cdktf.TerraformStack;
import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.compute.AdminAccess;
import dev.azurepatroni.constructs.compute.VirtualMachine;
import dev.azurepatroni.constructs.network.InternalLb;
import dev.azurepatroni.constructs.network.Probe;
import dev.azurepatroni.constructs.network.Subnet;
import dev.azurepatroni.constructs.secrets.Vault;
import dev.azurepatroni.constructs.synth.Prod;
import dev.azurepatroni.constructs.synth.Synth;
import dev.azurepatroni.constructs.synth.UserData;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.PoolersSpecBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

/** The nodes that a cluster exposes, and a pooler in another stack. */
class ClusterNodeTest {
  private static final AzureLocation LOCATION = new AzureLocation("shop-rg", "westeurope");
  private static final Subnet SUBNET = Subnet.fromId("/subnets/shop");
  private static final Vault VAULT = Vault.fromAttributes("/vaults/kv", "pgpatroni-kv");

  @Test
  void aClusterExposesItsNodes() {
    Synth.of(
        stack -> {
          PatroniCluster cluster = cluster(stack, Prod.spec());

          assertThat(cluster.databaseNodes())
              .extracting(PatroniNode::hostName, PatroniNode::zone, PatroniNode::endpoint)
              .containsExactly(
                  tuple("pgpatroni-1", "1", "10.50.1.4:5432"),
                  tuple("pgpatroni-2", "3", "10.50.1.5:5432"));
          assertThat(cluster.databaseNodes().get(0).patroniUrl())
              .isEqualTo("https://10.50.1.4:8008");
          assertThat(cluster.poolers())
              .extracting(PoolerNode::endpoint)
              .containsExactly("10.50.1.6:6432", "10.50.1.7:6432");
          assertThat(cluster.poolers().get(0).firewall()).isSameAs(cluster.firewall());
          assertThat(cluster.witness().map(VirtualMachine::hostName)).contains("pgpatroni-witness");
        });
  }

  @Test
  void aTeamAddsAPoolerToALoadBalancerOfItsOwn() {
    Synth synth =
        Synth.of(
            stack -> {
              PatroniCluster cluster = cluster(stack, Prod.spec());
              InternalLb.Builder.create(stack, "lb")
                  .location(LOCATION)
                  .name("shop-lb")
                  .subnet(SUBNET)
                  .address("10.60.0.10")
                  .port(6432)
                  .probe(Probe.tcp(6432))
                  .build()
                  .addBackend(cluster.poolers().get(0));
            });

    assertThat(synth)
        .resource(
            "azurerm_network_interface_backend_address_pool_association", "shop-lb-pgpatroni-pgb-1")
        .refers("network_interface_id", "azurerm_network_interface.pgpatroni-pgb-1");
  }

  @Test
  void aPoolerInAnotherStackHasTheFilesOfTheClustersOwn() {
    ClusterSpec spec = withShop();
    Synth cluster = Synth.cluster(spec);
    Synth shop = Synth.of(stack -> pooler(stack, spec).build());

    String own = userData(cluster, "pgpatroni-pgb-1");
    String external = userData(shop, "shop-pgb-1");

    assertThat(external)
        .contains("listen_addr = 10.60.0.4,127.0.0.1", "\"tls\": \"shop-pgb-1-tls\"");
    assertThat(paths(external)).isEqualTo(paths(own));
  }

  @Test
  void aPoolerThatTheClusterDoesNotKnowIsRefused() {
    refused(stack -> pooler(stack, Prod.spec()))
        .withMessage(
            "PoolerNode pooler: cluster pgpatroni has no external pooler shop-pgb-1; its specification names: none. Add the host to poolers.external and deploy the cluster first");
  }

  @Test
  void aPoolerThatWouldLookForItsSecretsInAnotherVaultIsRefused() {
    ClusterSpec spec =
        Prod.with(
            prod -> prod.vault(vault -> vault.name("other-kv")).poolers(ClusterNodeTest::shop));
    refused(stack -> pooler(stack, spec))
        .withMessageContaining("the vault given is pgpatroni-kv")
        .withMessageContaining("other-kv");
  }

  private static PatroniCluster cluster(TerraformStack stack, ClusterSpec spec) {
    return PatroniCluster.Builder.create(stack, spec.name()).spec(spec).build();
  }

  private static ClusterSpec withShop() {
    return Prod.with(prod -> prod.poolers(ClusterNodeTest::shop));
  }

  private static void shop(PoolersSpecBuilder poolers) {
    poolers.external(Map.of("shop-pgb-1", "10.60.0.4"));
  }

  private static PoolerNode.Builder pooler(TerraformStack stack, ClusterSpec spec) {
    return PoolerNode.Builder.create(stack, "pooler")
        .spec(spec)
        .name("shop-pgb-1")
        .location(LOCATION)
        .subnet(SUBNET)
        .zone("2")
        .vault(VAULT)
        .admin(new AdminAccess("operator", List.of("ssh-ed25519 AAAA")));
  }

  private static String userData(Synth synth, String host) {
    return UserData.of(synth).get(host);
  }

  private static List<String> paths(String userData) {
    return userData.lines().filter(line -> line.startsWith("- path: ")).toList();
  }

  private static ThrowableAssertAlternative<IllegalArgumentException> refused(
      Function<TerraformStack, PoolerNode.Builder> pooler) {
    return assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> pooler.apply(new TerraformStack(new App(), "test")).build());
  }
}
