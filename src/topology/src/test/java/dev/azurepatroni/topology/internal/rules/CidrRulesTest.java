package dev.azurepatroni.topology.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.NetworkSpec;
import dev.azurepatroni.topology.spec.NetworkSpecBuilder;
import dev.azurepatroni.topology.spec.PublicEndpointSpec;
import dev.azurepatroni.topology.spec.PublicEndpointSpecBuilder;
import dev.azurepatroni.topology.spec.VaultSpecBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidrRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"10.50.1.0", "10.50.1.4/24", "10.50.1.0/40", "fifty", "fd00::/64"})
  void aSubnetThatIsNoRangeIsRefused(String subnet) {
    Finding error = Prod.onlyError(with(NetworkSpecBuilder.builder().subnet(subnet).build()));

    assertThat(error.path()).isEqualTo("network.subnet");
    assertThat(error.value()).isEqualTo(subnet);
    assertThat(error.problem()).contains("no host bits set");
    assertThat(error.fix()).contains("10.50.1.0/24");
  }

  @Test
  void anAddressSpaceThatIsNoRangeIsRefused() {
    assertThat(
            Prod.onlyError(with(NetworkSpecBuilder.builder().addressSpace("10.50/16").build()))
                .path())
        .isEqualTo("network.addressSpace");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.51.1.0/24", "10.0.0.0/8", "192.168.1.0/24"})
  void aSubnetOutsideTheAddressSpaceIsRefused(String subnet) {
    Finding error = Prod.onlyError(with(NetworkSpecBuilder.builder().subnet(subnet).build()));

    assertThat(error.path()).isEqualTo("network.subnet");
    assertThat(error.value()).isEqualTo(subnet);
    assertThat(error.problem()).contains("10.50.0.0/16");
  }

  @Test
  void aSubnetMayBeTheWholeAddressSpace() {
    assertThat(Prod.errors(with(NetworkSpecBuilder.builder().subnet("10.50.0.0/16").build())))
        .isEmpty();
  }

  @Test
  void aSubnetSmallerThanAzureMakesIsRefused() {
    Finding error =
        Prod.onlyError(with(NetworkSpecBuilder.builder().subnet("10.50.1.0/30").build()));

    assertThat(error.problem()).contains("/29");
  }

  @Test
  void everyListedRangeIsCheckedByItself() {
    List<String> ranges = List.of("203.0.113.0/24", "203.0.113.7");
    ClusterSpec spec =
        Prod.with(
            prod ->
                prod.network(
                        NetworkSpecBuilder.builder().adminCidrs(ranges).clientCidrs(ranges).build())
                    .vault(VaultSpecBuilder.builder().allowedCidrs(ranges).build())
                    .publicEndpoint(new PublicEndpointSpec(true, ranges, null)));

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
    Finding error =
        Prod.onlyError(with(NetworkSpecBuilder.builder().adminCidrs(List.of("0.0.0.0/0")).build()));

    assertThat(error.path()).isEqualTo("network.adminCidrs[0]");
    assertThat(error.problem()).contains("whole internet");
  }

  @Test
  void aPublicEndpointWithoutRangesIsRefused() {
    Finding error =
        Prod.onlyError(
            Prod.with(
                prod ->
                    prod.publicEndpoint(
                        PublicEndpointSpecBuilder.builder().enabled(true).build())));

    assertThat(error.path()).isEqualTo("publicEndpoint.clientCidrs");
    assertThat(error.value()).isEqualTo("[]");
    assertThat(error.fix()).contains("list the ranges");
  }

  @Test
  void aPublicEndpointForTheWholeInternetIsRefused() {
    Finding error =
        Prod.onlyError(
            Prod.with(
                prod ->
                    prod.publicEndpoint(
                        new PublicEndpointSpec(
                            true, List.of("203.0.113.0/24", "0.0.0.0/0"), null))));

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
                            new PublicEndpointSpec(true, List.of("203.0.113.0/24"), null)))))
        .isEmpty();
  }

  private static ClusterSpec with(NetworkSpec network) {
    return Prod.with(prod -> prod.network(network));
  }
}
