package dev.azurepatroni.topology.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.NetworkSpecBuilder;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidrRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"10.50.1.0", "10.50.1.4/24", "10.50.1.0/40", "fifty", "fd00::/64"})
  void aSubnetThatIsNoRangeIsRefused(String subnet) {
    Finding error = Prod.onlyError(with(network -> network.subnet(subnet)));

    assertThat(error.path()).isEqualTo("network.subnet");
    assertThat(error.value()).isEqualTo(subnet);
    assertThat(error.problem()).contains("no host bits set");
    assertThat(error.fix()).contains("10.50.1.0/24");
  }

  @Test
  void anAddressSpaceThatIsNoRangeIsRefused() {
    assertThat(Prod.onlyError(with(network -> network.addressSpace("10.50/16"))).path())
        .isEqualTo("network.addressSpace");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.51.1.0/24", "10.0.0.0/8", "192.168.1.0/24"})
  void aSubnetOutsideTheAddressSpaceIsRefused(String subnet) {
    Finding error = Prod.onlyError(with(network -> network.subnet(subnet)));

    assertThat(error.path()).isEqualTo("network.subnet");
    assertThat(error.value()).isEqualTo(subnet);
    assertThat(error.problem()).contains("10.50.0.0/16");
  }

  @Test
  void aSubnetMayBeTheWholeAddressSpace() {
    assertThat(Prod.errors(with(network -> network.subnet("10.50.0.0/16")))).isEmpty();
  }

  @Test
  void aSubnetSmallerThanAzureMakesIsRefused() {
    Finding error = Prod.onlyError(with(network -> network.subnet("10.50.1.0/30")));

    assertThat(error.problem()).contains("/29");
  }

  @Test
  void aVaultThatRefusesTheDeployerIsWarnedOf() {
    assertThat(vaultWarnings(List.of()))
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.problem()).contains("fails at the first secret");
              assertThat(warning.fix()).contains("203.0.113.7/32");
            });
    assertThat(vaultWarnings(List.of("203.0.113.0/24"))).isEmpty();
  }

  @Test
  void aVaultThatIsOpenToEveryNetworkIsWarnedOf() {
    assertThat(vaultWarnings(List.of("203.0.113.0/24", "0.0.0.0/0")))
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.path()).isEqualTo("vault.allowedCidrs[1]");
              assertThat(warning.problem()).contains("answers every network");
            });
  }

  private static List<Finding> vaultWarnings(List<String> ranges) {
    return ClusterPlan.of(Prod.with(prod -> prod.vault(vault -> vault.allowedCidrs(ranges))))
        .warnings()
        .stream()
        .filter(warning -> warning.path().startsWith("vault."))
        .toList();
  }

  @Test
  void everyListedRangeIsCheckedByItself() {
    List<String> ranges = List.of("203.0.113.0/24", "203.0.113.7");
    ClusterSpec spec =
        Prod.with(
            prod ->
                prod.network(network -> network.adminCidrs(ranges).clientCidrs(ranges))
                    .vault(vault -> vault.allowedCidrs(ranges))
                    .publicEndpoint(
                        publicEndpoint -> publicEndpoint.enabled(true).clientCidrs(ranges)));

    assertThat(Prod.errors(spec))
        .extracting(Finding::path)
        .containsExactlyInAnyOrder(
            "network.adminCidrs[1]",
            "network.clientCidrs[1]",
            "vault.allowedCidrs[1]",
            "publicEndpoint.clientCidrs[1]");
  }

  @Test
  void administrationFromTheWholeInternetIsRefused() {
    Finding error = Prod.onlyError(with(network -> network.adminCidrs(List.of("0.0.0.0/0"))));

    assertThat(error.path()).isEqualTo("network.adminCidrs[0]");
    assertThat(error.problem()).contains("whole internet");
  }

  @Test
  void aPublicEndpointWithoutRangesIsRefused() {
    Finding error =
        Prod.onlyError(
            Prod.with(prod -> prod.publicEndpoint(publicEndpoint -> publicEndpoint.enabled(true))));

    assertThat(error.path()).isEqualTo("publicEndpoint.clientCidrs");
    assertThat(error.value()).isEqualTo("[]");
    assertThat(error.fix()).contains("203.0.113.0/24");
  }

  @Test
  void aPublicEndpointForTheWholeInternetIsRefused() {
    Finding error =
        Prod.onlyError(
            Prod.with(
                prod ->
                    prod.publicEndpoint(
                        publicEndpoint ->
                            publicEndpoint
                                .enabled(true)
                                .clientCidrs(List.of("203.0.113.0/24", "0.0.0.0/0")))));

    assertThat(error.path()).isEqualTo("publicEndpoint.clientCidrs[1]");
    assertThat(error.problem()).contains("whole internet");
  }

  @Test
  void aPublicEndpointForNamedRangesIsTaken() {
    assertThat(
            Prod.errors(
                Prod.with(
                    prod ->
                        prod.publicEndpoint(
                            publicEndpoint ->
                                publicEndpoint
                                    .enabled(true)
                                    .clientCidrs(List.of("203.0.113.0/24"))))))
        .isEmpty();
  }

  private static ClusterSpec with(Consumer<NetworkSpecBuilder> network) {
    return Prod.with(prod -> prod.network(network));
  }
}
