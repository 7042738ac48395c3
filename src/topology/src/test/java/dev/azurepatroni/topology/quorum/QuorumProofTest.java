package dev.azurepatroni.topology.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ClusterSpecBuilder;
import dev.azurepatroni.topology.spec.TieBreaker;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuorumProofTest {
  @Test
  void prodKeepsQuorumAndAReplicaWhicheverZoneIsLost() {
    assertThat(Prod.plan().quorum().losses())
        .hasSize(3)
        .allMatch(ZoneLoss::quorumSurvives)
        .allMatch(ZoneLoss::writesContinue)
        .allSatisfy(loss -> assertThat(loss.replicasLeft()).isNotEmpty());
    assertThat(zonesStoppingWrites(Prod.spec())).isEmpty();
    assertThat(zoneWarnings(Prod.spec())).isEmpty();
  }

  @Test
  void prodHasAVoterInEachZone() {
    assertThat(Prod.plan().voters()).extracting(Host::zone).containsExactly("1", "3", "2");
  }

  @Test
  void twoZoneHasItsTieBreakerOnTheLastPoolerAndNoWitness() {
    ClusterPlan plan = Prod.plan(Prod.twoZone());

    assertThat(plan.voters())
        .extracting(Host::name)
        .containsExactly("pgpatroni-1", "pgpatroni-2", "pgpatroni-pgb-2");
    assertThat(plan.witness()).isEmpty();
  }

  @Test
  void twoZoneLosesQuorumWithZoneThreeAndNotWithZoneOne() {
    assertThat(zonesStoppingWrites(Prod.twoZone())).containsExactly("3");
  }

  @Test
  void theWarningNamesTheZoneItsMembersAndWhatStops() {
    List<Finding> warnings = zoneWarnings(Prod.twoZone());

    assertThat(warnings).hasSize(1);
    Finding warning = warnings.get(0);
    assertThat(warning.path()).isEqualTo("etcd.tieBreaker");
    assertThat(warning.value()).isEqualTo("pooler");
    assertThat(warning.problem())
        .startsWith(
            "losing zone 3 loses quorum: it hosts 2 of 3 etcd members (pgpatroni-2,"
                + " pgpatroni-pgb-2); 1 remains, 2 are required")
        .contains("writes stop until the zone is back")
        .doesNotContain("zone 1", "pgpatroni-1");
    assertThat(warning.fix()).contains("witness");
  }

  @Test
  void threeDatabaseNodesAreTheVotersOneAZone() {
    ClusterPlan plan = Prod.plan(Prod.threeNodes());

    assertThat(plan.voters())
        .extracting(Host::name)
        .containsExactly("pgpatroni-1", "pgpatroni-2", "pgpatroni-3");
    assertThat(plan.voters()).extracting(Host::zone).containsExactly("1", "3", "2");
    assertThat(plan.quorum().stoppingWrites()).isEmpty();
  }

  @Test
  void twoDatabaseNodesAloneAreAnEvenNumberOfVotersAndRefused() {
    Finding error = Prod.onlyError(withTieBreaker(Prod.spec(), TieBreaker.NONE));

    assertThat(error.path()).isEqualTo("etcd.tieBreaker");
    assertThat(error.value()).isEqualTo("none");
    assertThat(error.problem()).contains("2 etcd members");
    assertThat(error.fix()).isEqualTo("set it to witness");
  }

  @ParameterizedTest
  @EnumSource(names = {"WITNESS", "POOLER"})
  void aFourthVoterBesideThreeDatabaseNodesIsRefused(TieBreaker fourth) {
    Finding error = Prod.onlyError(withTieBreaker(Prod.threeNodes(), fourth));

    assertThat(error.path()).isEqualTo("etcd.tieBreaker");
    assertThat(error.problem()).contains("4 etcd members");
    assertThat(error.fix()).startsWith("set it to none");
  }

  @Test
  void threeDatabaseNodesInTwoZonesLoseQuorumWithTheZoneOfTwo() {
    ClusterSpec spec =
        ClusterSpecBuilder.builder(Prod.threeNodes()).zones(List.of("1", "3")).build();

    assertThat(zonesStoppingWrites(spec)).containsExactly("1");
    assertThat(zoneWarnings(spec))
        .singleElement()
        .satisfies(warning -> assertThat(warning.path()).isEqualTo("zones"));
  }

  @Test
  void aWitnessInTheZoneOfADatabaseNodeLosesQuorumWithIt() {
    ClusterSpec spec =
        Prod.with(prod -> prod.etcd(etcd -> etcd.witness(witness -> witness.zone("1"))));

    assertThat(zonesStoppingWrites(spec)).containsExactly("1");
    assertThat(zoneWarnings(spec))
        .singleElement()
        .satisfies(warning -> assertThat(warning.problem()).contains("pgpatroni-witness"));
  }

  @Test
  void everythingInOneZoneIsLostWithItDatabasesAndPoolers() {
    ClusterSpec spec = Prod.with(prod -> prod.zones(List.of("1")));

    assertThat(zonesStoppingWrites(spec)).containsExactly("1");
    assertThat(Prod.warnings(spec)).extracting(Finding::path).contains("poolers.nodes");
  }

  @Test
  void aSinglePoolerIsWarnedOfAndStopsNoWrites() {
    ClusterSpec spec = Prod.with(prod -> prod.poolers(poolers -> poolers.nodes(1)));

    assertThat(zonesStoppingWrites(spec)).isEmpty();
    assertThat(Prod.warnings(spec))
        .filteredOn(warning -> warning.path().equals("poolers.nodes"))
        .singleElement()
        .satisfies(warning -> assertThat(warning.problem()).contains("zone 1"));
  }

  @Test
  void theWitnessStandsInTheZoneWithoutADatabaseNodeWhateverTheOrderOfTheZones() {
    for (List<String> zones : List.of(List.of("1", "2", "3"), List.of("3", "2", "1"))) {
      ClusterSpec spec = Prod.with(prod -> prod.zones(zones));

      assertThat(Prod.plan(spec).voters()).extracting(Host::zone).containsExactlyElementsOf(zones);
      assertThat(zonesStoppingWrites(spec)).isEmpty();
    }
  }

  @Test
  void aZoneThatStopsWritesIsReportedAtTheSettingThatCausesIt() {
    ClusterSpec witnessInZone3 =
        Prod.with(prod -> prod.etcd(etcd -> etcd.witness(witness -> witness.zone("3"))));

    assertThat(zoneWarnings(witnessInZone3))
        .extracting(Finding::path)
        .containsExactly("etcd.witness.zone");
    assertThat(zoneWarnings(Prod.with(prod -> prod.zones(List.of("1")))))
        .extracting(Finding::path)
        .containsExactly("zones");
  }

  private static ClusterSpec withTieBreaker(ClusterSpec spec, TieBreaker voter) {
    return ClusterSpecBuilder.builder(spec).etcd(etcd -> etcd.tieBreaker(voter)).build();
  }

  private static List<String> zonesStoppingWrites(ClusterSpec spec) {
    return Prod.plan(spec).quorum().stoppingWrites().stream().map(ZoneLoss::zone).toList();
  }

  private static List<Finding> zoneWarnings(ClusterSpec spec) {
    return Prod.warnings(spec).stream()
        .filter(warning -> warning.problem().matches("losing zone . (loses quorum|stops writes).*"))
        .toList();
  }
}
