package dev.azurepatroni.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.net.Cidr;
import dev.azurepatroni.topology.net.Ipv4;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ClusterSpecBuilder;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class AddressPlanPropertiesTest {
  @Property
  void addressesAreDistinctInsideTheSubnetAndNotReserved(
      @ForAll("subnets") Cidr subnet,
      @ForAll @IntRange(min = 1, max = 16) int poolers,
      @ForAll boolean threeNodes) {
    ClusterPlan plan = Prod.plan(cluster(subnet, poolers, threeNodes));

    List<Ipv4> addresses =
        Stream.concat(
                plan.hosts().stream().map(Host::address),
                Stream.of(plan.databaseLb(), plan.poolerLb()))
            .toList();
    assertThat(addresses)
        .hasSize(5 + poolers)
        .doesNotHaveDuplicates()
        .allMatch(subnet::contains)
        .noneMatch(subnet::reservedByAzure);
  }

  @Property
  void aSubnetTooSmallForItsPoolersIsReportedWhereItStands(
      @ForAll @IntRange(min = 28, max = 29) int prefix,
      @ForAll @IntRange(min = 6, max = 16) int poolers) {
    Cidr subnet = new Cidr(new Ipv4(0x0A32_0100L), prefix);

    List<Finding> errors = Prod.errors(cluster(subnet, poolers, false));

    assertThat(errors)
        .isNotEmpty()
        .allMatch(error -> error.path().equals("network.subnet"))
        .anyMatch(error -> error.problem().contains("pgpatroni-pgb-" + poolers));
  }

  @Provide
  Arbitrary<Cidr> subnets() {
    Arbitrary<Integer> prefixes = Arbitraries.integers().between(16, 27);
    Arbitrary<Long> values = Arbitraries.longs().between(0, 0xFFFF_FFFFL);
    return Combinators.combine(prefixes, values)
        .as((prefix, value) -> new Cidr(new Ipv4(value & (-1L << (32 - prefix))), prefix));
  }

  private static ClusterSpec cluster(Cidr subnet, int poolers, boolean threeNodes) {
    String range = subnet.toString();
    return ClusterSpecBuilder.builder(threeNodes ? Prod.threeNodes() : Prod.spec())
        .network(network -> network.addressSpace(range).subnet(range))
        .poolers(spec -> spec.nodes(poolers))
        .build();
  }
}
