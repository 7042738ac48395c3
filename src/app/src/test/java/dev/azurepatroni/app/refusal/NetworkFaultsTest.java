package dev.azurepatroni.app.refusal;

import static dev.azurepatroni.app.refusal.StackFiles.problem;
import static dev.azurepatroni.app.refusal.StackFiles.problemsWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addresses, ranges and zones that do not fit. */
final class NetworkFaultsTest {
  @TempDir private Path stacks;

  @Test
  void anAddressOutsideTheSubnetIsRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              network:
                addresses:
                  pgpatroni-1: 10.50.2.4
              """))
        .containsExactly(
            problem(
                "prod.yaml:6: network.addresses.pgpatroni-1 = 10.50.2.4",
                "must be inside network.subnet, 10.50.1.0/24",
                "write for example 10.50.1.4"));
  }

  @Test
  void twoHostsOnOneAddressAreRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              network:
                addresses:
                  pgpatroni-1: 10.50.1.20
                  pgpatroni-2: 10.50.1.20
              """))
        .containsExactly(
            problem(
                "prod.yaml:7: network.addresses.pgpatroni-2 = 10.50.1.20",
                "is also the address of pgpatroni-1",
                "write another address of network.subnet, 10.50.1.0/24, or leave both out"));
  }

  @Test
  void anAddressThatAzureKeepsIsRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              network:
                addresses: { db-lb: 10.50.1.3 }
              """))
        .containsExactly(
            problem(
                "prod.yaml:5: network.addresses.db-lb = 10.50.1.3",
                "Azure reserves the first four addresses and the last one of a subnet",
                "write an address from 10.50.1.4 to 10.50.1.254"));
  }

  @Test
  void anAddressOfNoHostIsRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              network:
                addresses: { pgpatroni-3: 10.50.1.20 }
              """))
        .containsExactly(
            problem(
                "prod.yaml:5: network.addresses.pgpatroni-3 = 10.50.1.20",
                "unknown host or load balancer",
                "use one of pgpatroni-1, pgpatroni-2, pgpatroni-pgb-1, pgpatroni-pgb-2, pgpatroni-witness, db-lb, pooler-lb"));
  }

  @Test
  void whatIsNoAddressIsRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              network:
                addresses: { db-lb: 10.50.1.300 }
              """))
        .containsExactly(
            problem(
                "prod.yaml:5: network.addresses.db-lb = 10.50.1.300",
                "must be an IPv4 address",
                "write for example 10.50.1.10"));
  }

  @Test
  void aRangeWithHostBitsIsRefused() throws IOException {
    assertThat(problemsWith(stacks, "network: { adminCidrs: [203.0.113.7/24] }\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: network.adminCidrs[0] = 203.0.113.7/24",
                "must be an IPv4 range in CIDR notation with no host bits set",
                "write for example 10.50.1.0/24, or 203.0.113.7/32 for one address"));
  }

  @Test
  void aSubnetOutsideTheAddressSpaceIsRefused() throws IOException {
    assertThat(problemsWith(stacks, "network: { addressSpace: 10.60.0.0/16 }\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: network.subnet = 10.50.1.0/24",
                "must be inside network.addressSpace, 10.60.0.0/16",
                "write for example 10.60.0.0/24, or widen network.addressSpace"));
  }

  @Test
  void oneZoneTwiceIsRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              zones:
                - "1"
                - "1"
              """))
        .containsExactly(
            problem(
                "prod.yaml:6: zones[1] = 1",
                "is listed twice; two database nodes in one zone are lost together",
                "list each zone once, for example [\"1\", \"3\"]"));
  }

  @Test
  void aZoneThatAzureDoesNotHaveIsRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              zones: ["1", "4"]
              """))
        .containsExactly(
            problem(
                "prod.yaml:4: zones[1] = 4",
                "must be \"1\", \"2\" or \"3\"",
                "write for example \"1\", or leave it out"));
  }
}
