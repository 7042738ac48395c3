package dev.azurepatroni.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPlanTest {
  @Test
  void prodHasTheAddressesOfTheOriginal() {
    assertThat(addresses(Prod.spec()))
        .containsExactly(
            entry("pgpatroni-1", "10.50.1.4"),
            entry("pgpatroni-2", "10.50.1.5"),
            entry("pgpatroni-pgb-1", "10.50.1.6"),
            entry("pgpatroni-pgb-2", "10.50.1.7"),
            entry("pgpatroni-witness", "10.50.1.9"),
            entry("db-lb", "10.50.1.10"),
            entry("pooler-lb", "10.50.1.11"));
  }

  @Test
  void theThirdDatabaseNodeStandsAtDotEightInZoneTwoAndThereIsNoWitness() {
    ClusterPlan plan = Prod.plan(Prod.threeNodes());

    Host third = plan.databases().get(2);
    assertThat(third.name()).isEqualTo("pgpatroni-3");
    assertThat(third.address()).hasToString("10.50.1.8");
    assertThat(third.zone()).isEqualTo("2");
    assertThat(plan.witness()).isEmpty();
  }

  @Test
  void poolersBeyondTheSecondFollowTheLoadBalancers() {
    ClusterSpec spec = Prod.with(prod -> prod.poolers(poolers -> poolers.nodes(4)));

    assertThat(addresses(spec))
        .containsEntry("pgpatroni-pgb-3", "10.50.1.12")
        .containsEntry("pgpatroni-pgb-4", "10.50.1.13");
  }

  @Test
  void aWrittenAddressReplacesTheWorkedOutOne() {
    ClusterSpec spec = withAddresses(Map.of("pgpatroni-2", "10.50.1.40", "db-lb", "10.50.1.200"));

    assertThat(addresses(spec))
        .containsEntry("pgpatroni-1", "10.50.1.4")
        .containsEntry("pgpatroni-2", "10.50.1.40")
        .containsEntry("db-lb", "10.50.1.200");
  }

  @Test
  void twoHostsMaySwapTheirAddresses() {
    ClusterSpec spec =
        withAddresses(Map.of("pgpatroni-1", "10.50.1.5", "pgpatroni-2", "10.50.1.4"));

    assertThat(addresses(spec))
        .containsEntry("pgpatroni-1", "10.50.1.5")
        .containsEntry("pgpatroni-2", "10.50.1.4");
  }

  @Test
  void anAddressOfAnotherHostIsRefusedAndTheOtherIsNamed() {
    Finding error = Prod.onlyError(withAddresses(Map.of("db-lb", "10.50.1.4")));

    assertThat(error.path()).isEqualTo("network.addresses.db-lb");
    assertThat(error.value()).isEqualTo("10.50.1.4");
    assertThat(error.problem()).contains("pgpatroni-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.50.1.0", "10.50.1.1", "10.50.1.2", "10.50.1.3", "10.50.1.255"})
  void anAddressThatAzureKeepsForItselfIsRefused(String reserved) {
    Finding error = Prod.onlyError(withAddresses(Map.of("pgpatroni-1", reserved)));

    assertThat(error.path()).isEqualTo("network.addresses.pgpatroni-1");
    assertThat(error.problem()).contains("Azure reserves");
    assertThat(error.fix()).contains("10.50.1.4", "10.50.1.254");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.50.2.4", "10.50.0.255", "192.168.0.4"})
  void anAddressOutsideTheSubnetIsRefused(String outside) {
    Finding error = Prod.onlyError(withAddresses(Map.of("pooler-lb", outside)));

    assertThat(error.path()).isEqualTo("network.addresses.pooler-lb");
    assertThat(error.problem()).contains("10.50.1.0/24");
    assertThat(error.fix()).contains("10.50.1.11");
  }

  @Test
  void aTextThatIsNoAddressIsRefused() {
    Finding error = Prod.onlyError(withAddresses(Map.of("pgpatroni-1", "10.50.1.four")));

    assertThat(error.path()).isEqualTo("network.addresses.pgpatroni-1");
    assertThat(error.fix()).contains("10.50.1.4");
  }

  @Test
  void anAddressForAHostThatDoesNotExistIsRefusedAndTheHostsAreListed() {
    Finding error = Prod.onlyError(withAddresses(Map.of("pgpatroni-3", "10.50.1.8")));

    assertThat(error.path()).isEqualTo("network.addresses.pgpatroni-3");
    assertThat(error.fix())
        .contains("pgpatroni-1", "pgpatroni-2", "pgpatroni-pgb-2", "pgpatroni-witness", "db-lb");
  }

  @Test
  void aCollisionIsReportedAtTheAddressThatWasWritten() {
    Finding error = Prod.onlyError(withAddresses(Map.of("pgpatroni-1", "10.50.1.10")));

    assertThat(error.path()).isEqualTo("network.addresses.pgpatroni-1");
    assertThat(error.problem()).contains("db-lb");
  }

  @Test
  void aHugeNumberOfPoolersIsOneFinding() {
    ClusterSpec spec = Prod.with(prod -> prod.poolers(poolers -> poolers.nodes(Integer.MAX_VALUE)));

    assertThat(Prod.errors(spec)).extracting(Finding::path).contains("poolers.nodes");
    assertThat(Prod.errors(spec)).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void aWrongAddressInTheVeryLastSubnetIsAFindingToo() {
    ClusterSpec spec =
        Prod.with(
            prod ->
                prod.network(
                    network ->
                        network
                            .addressSpace("255.255.255.0/24")
                            .subnet("255.255.255.248/29")
                            .addresses(Map.of("db-lb", "nowhere"))));

    assertThat(Prod.errors(spec))
        .filteredOn(error -> error.path().equals("network.addresses.db-lb"))
        .singleElement()
        .satisfies(error -> assertThat(error.fix()).contains("255.255.255.254"));
  }

  private static ClusterSpec withAddresses(Map<String, String> addresses) {
    return Prod.with(prod -> prod.network(network -> network.addresses(addresses)));
  }

  private static Map<String, String> addresses(ClusterSpec spec) {
    ClusterPlan plan = Prod.plan(spec);
    Map<String, String> addresses = new LinkedHashMap<>();
    plan.hosts().forEach(host -> addresses.put(host.name(), host.address().toString()));
    addresses.put("db-lb", plan.databaseLb().toString());
    addresses.put("pooler-lb", plan.poolerLb().toString());
    return addresses;
  }
}
