package dev.azurepatroni.constructs.network;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;

import dev.azurepatroni.constructs.cluster.PatroniCluster;
import dev.azurepatroni.constructs.synth.Prod;
import dev.azurepatroni.constructs.synth.Resource;
import dev.azurepatroni.constructs.synth.SecurityGroupSubject;
import dev.azurepatroni.constructs.synth.Synth;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class FirewallTest {
  private static final String DATABASE = "pgpatroni-database";
  private static final String POOLER = "pgpatroni-pooler";
  private static final String ETCD = "pgpatroni-etcd";
  private static final String NETWORK = "10.50.0.0/16";

  private static SecurityGroupSubject prod() {
    return assertThat(Prod.SYNTH).securityGroup("pgpatroni");
  }

  @Test
  void theSubnetIsGuarded() {
    assertThat(Prod.SYNTH)
        .resource("azurerm_subnet_network_security_group_association", "pgpatroni")
        .refers("subnet_id", "azurerm_subnet.pgpatroni-db")
        .refers("network_security_group_id", "azurerm_network_security_group.pgpatroni");
  }

  @Test
  void applicationsReachPoolersAndDatabasesFromTheVirtualNetworkOnly() {
    prod().allows(6432).from(NETWORK).to(POOLER);
    prod().allows(5432).from(NETWORK).to(DATABASE);
  }

  @Test
  void poolersAndStandbysReachPostgres() {
    prod().allows(5432).from(POOLER).to(DATABASE);
    prod().allows(5432).from(DATABASE).to(DATABASE);
  }

  @Test
  void patroniIsAskedByItsPeersAndByPoolersAndProbedByTheLoadBalancer() {
    prod().allows(8008).from(DATABASE).to(DATABASE);
    prod().allows(8008).from(POOLER).to(DATABASE);
    prod().allows(8008).from("AzureLoadBalancer").to(DATABASE);
  }

  @Test
  void poolersAreProbed() {
    prod().allows(6432).from("AzureLoadBalancer").to(POOLER);
  }

  @Test
  void etcdIsReachedByItsVotersOnly() {
    prod().allows(2379).from(ETCD).to(ETCD);
    prod().allows(2380).from(ETCD).to(ETCD);
  }

  @Test
  void whateverIsNotNamedIsDenied() {
    prod()
        .allowsNothingBut(
            "clients-to-poolers",
            "clients-to-databases",
            "poolers-to-databases",
            "poolers-to-poolers",
            "replication",
            "patroni",
            "poolers-to-patroni",
            "probe-databases",
            "probe-poolers",
            "etcd-clients",
            "etcd-peers")
        .hasDistinctPriorities();
  }

  @Test
  void sshIsClosedUnlessAdministratorsAreNamed() {
    Assertions.assertThat(Prod.SYNTH.resources("azurerm_network_security_rule"))
        .extracting(rule -> rule.body().toString())
        .noneMatch(rule -> rule.contains("\"22\""));
  }

  @Test
  void namedAdministratorsReachSshAndEveryServiceButEtcd() {
    Synth synth =
        Prod.synthWith(
            prod ->
                prod.network(
                    network -> network.adminCidrs(List.of("198.51.100.0/24", "10.9.0.0/16"))));

    assertThat(synth)
        .securityGroup("pgpatroni")
        .allows(22, 5432, 6432, 8008)
        .from("198.51.100.0/24", "10.9.0.0/16")
        .to("*")
        .hasDistinctPriorities()
        .deniesTheRest();
  }

  @Test
  void namedClientsReplaceTheVirtualNetwork() {
    Synth synth =
        Prod.synthWith(
            prod -> prod.network(network -> network.clientCidrs(List.of("10.7.0.0/24"))));

    assertThat(synth)
        .securityGroup("pgpatroni")
        .allows(6432)
        .from("10.7.0.0/24")
        .to(POOLER)
        .allows(5432)
        .from("10.7.0.0/24")
        .to(DATABASE);
  }

  @Test
  void everyHostIsInTheGroupsOfWhatItRuns() {
    assertThat(Prod.SYNTH)
        .hasExactly(
            "azurerm_network_interface_application_security_group_association",
            "pgpatroni-1-database",
            "pgpatroni-1-etcd",
            "pgpatroni-2-database",
            "pgpatroni-2-etcd",
            "pgpatroni-pgb-1-pooler",
            "pgpatroni-pgb-2-pooler",
            "pgpatroni-witness-etcd");
    assertThat(Prod.SYNTH)
        .resource(
            "azurerm_network_interface_application_security_group_association",
            "pgpatroni-1-database")
        .refers("network_interface_id", "azurerm_network_interface.pgpatroni-1")
        .refers(
            "application_security_group_id",
            "azurerm_application_security_group.pgpatroni-database");
  }

  @Test
  void inAnImportedSubnetTheFirewallIsAttachedToEachHost() {
    ClusterSpec spec = Prod.spec();
    Synth synth =
        Synth.of(
            stack ->
                PatroniCluster.Builder.create(stack, "pgpatroni")
                    .spec(spec)
                    .subnet(Subnet.fromId("/subscriptions/s/subnets/theirs"))
                    .build());

    assertThat(synth)
        .hasNo("azurerm_virtual_network")
        .hasNo("azurerm_nat_gateway")
        .hasNo("azurerm_subnet_network_security_group_association")
        .hasExactly(
            "azurerm_network_interface_security_group_association",
            Prod.HOSTS.toArray(String[]::new));
    for (String host : Prod.HOSTS) {
      assertThat(synth)
          .resource("azurerm_linux_virtual_machine", host)
          .waitsFor("azurerm_network_interface_security_group_association." + host);
    }
    Assertions.assertThat(synth.resources("azurerm_network_interface"))
        .extracting(nic -> nic.text("ip_configuration.subnet_id"))
        .containsOnly("/subscriptions/s/subnets/theirs");
  }

  @Test
  void rulesSayWhyTheyAreThere() {
    Assertions.assertThat(Prod.SYNTH.resources("azurerm_network_security_rule"))
        .extracting((Resource rule) -> rule.text("description"))
        .allMatch(description -> description.length() > 10 && description.length() <= 140);
  }
}
