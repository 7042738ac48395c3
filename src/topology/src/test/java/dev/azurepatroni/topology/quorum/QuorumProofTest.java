package dev.azurepatroni.topology.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.Topology;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ClusterSpecBuilder;
import dev.azurepatroni.topology.spec.EtcdSpecBuilder;
import dev.azurepatroni.topology.spec.PoolersSpecBuilder;
import dev.azurepatroni.topology.spec.ThirdVoter;
import dev.azurepatroni.topology.spec.WitnessSpecBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuorumProofTest {
  @Test
  void prodKeepsQuorumAndACopyWhateverZoneIsLost() {
    assertThat(Prod.topology().quorum().losses())
        .hasSize(3)
        .allMatch(ZoneLoss::quorumSurvives)
        .allMatch(ZoneLoss::writesGoOn)
        .allSatisfy(loss -> assertThat(loss.copiesLeft()).isNotEmpty());
    assertThat(fatalZones(Prod.spec())).isEmpty();
    assertThat(fatalWarnings(Prod.spec())).isEmpty();
  }

  @Test
  void prodHasAVoterInEachZone() {
    assertThat(Prod.topology().voters()).extracting(Host::zone).containsExactly("1", "3", "2");
  }

  @Test
  void twoZoneHasItsThirdVoterOnTheLastPoolerAndNoWitness() {
    Topology topology = Prod.topology(Prod.twoZone());

    assertThat(topology.voters())
        .extracting(Host::name)
        .containsExactly("pgpatroni-1", "pgpatroni-2", "pgpatroni-pgb-2");
    assertThat(topology.witness()).isEmpty();
  }

  @Test
  void twoZoneLosesQuorumWithZoneThreeAndNotWithZoneOne() {
    assertThat(fatalZones(Prod.twoZone())).containsExactly("3");
  }

  @Test
  void theWarningNamesTheFatalZoneItsVotersAndWhatStops() {
    List<Finding> warnings = fatalWarnings(Prod.twoZone());

    assertThat(warnings).hasSize(1);
    Finding warning = warnings.get(0);
    assertThat(warning.path()).isEqualTo("etcd.thirdVoter");
    assertThat(warning.value()).isEqualTo("pooler");
    assertThat(warning.rule())
        .contains("zone 3 is fatal", "2 of 3", "pgpatroni-2, pgpatroni-pgb-2")
        .contains("all writes stop until the zone is back")
        .doesNotContain("zone 1", "pgpatroni-1");
    assertThat(warning.remedy()).contains("witness");
  }

  @Test
  void threeDatabaseNodesAreTheVotersOneAZone() {
    Topology topology = Prod.topology(Prod.threeNodes());

    assertThat(topology.voters())
        .extracting(Host::name)
        .containsExactly("pgpatroni-1", "pgpatroni-2", "pgpatroni-3");
    assertThat(topology.voters()).extracting(Host::zone).containsExactly("1", "3", "2");
    assertThat(topology.quorum().fatal()).isEmpty();
  }

  @Test
  void twoDatabaseNodesAloneAreAnEvenNumberOfVotersAndRefused() {
    Finding error = Prod.onlyError(withThirdVoter(Prod.spec(), ThirdVoter.NONE));

    assertThat(error.path()).isEqualTo("etcd.thirdVoter");
    assertThat(error.value()).isEqualTo("none");
    assertThat(error.rule()).contains("2 etcd voters");
    assertThat(error.remedy()).contains("thirdVoter: witness");
  }

  @ParameterizedTest
  @EnumSource(names = {"WITNESS", "POOLER"})
  void aFourthVoterBesideThreeDatabaseNodesIsRefused(ThirdVoter fourth) {
    Finding error = Prod.onlyError(withThirdVoter(Prod.threeNodes(), fourth));

    assertThat(error.path()).isEqualTo("etcd.thirdVoter");
    assertThat(error.rule()).contains("4 etcd voters");
    assertThat(error.remedy()).contains("thirdVoter: none");
  }

  @Test
  void threeDatabaseNodesInTwoZonesMakeTheZoneOfTwoFatal() {
    ClusterSpec spec =
        ClusterSpecBuilder.builder(Prod.threeNodes()).zones(List.of("1", "3")).build();

    assertThat(fatalZones(spec)).containsExactly("1");
    assertThat(fatalWarnings(spec))
        .singleElement()
        .satisfies(warning -> assertThat(warning.path()).isEqualTo("zones"));
  }

  @Test
  void aWitnessBesideADatabaseNodeMakesTheirZoneFatal() {
    ClusterSpec spec =
        Prod.with(
            prod ->
                prod.etcd(
                    EtcdSpecBuilder.builder()
                        .witness(WitnessSpecBuilder.builder().zone("1").build())
                        .build()));

    assertThat(fatalZones(spec)).containsExactly("1");
    assertThat(fatalWarnings(spec))
        .singleElement()
        .satisfies(warning -> assertThat(warning.rule()).contains("pgpatroni-witness"));
  }

  @Test
  void everythingInOneZoneMakesItFatalForDatabasesAndPoolers() {
    ClusterSpec spec = Prod.with(prod -> prod.zones(List.of("1")));

    assertThat(fatalZones(spec)).containsExactly("1");
    assertThat(Prod.warnings(spec)).extracting(Finding::path).contains("poolers.nodes");
  }

  @Test
  void aSinglePoolerIsWarnedOfAndStopsNoWrites() {
    ClusterSpec spec =
        Prod.with(prod -> prod.poolers(PoolersSpecBuilder.builder().nodes(1).build()));

    assertThat(fatalZones(spec)).isEmpty();
    assertThat(Prod.warnings(spec))
        .filteredOn(warning -> warning.path().equals("poolers.nodes"))
        .singleElement()
        .satisfies(warning -> assertThat(warning.rule()).contains("zone 1"));
  }

  @Test
  void theWitnessStandsInTheZoneWithoutADatabaseNodeWhateverTheOrderOfTheZones() {
    for (List<String> zones : List.of(List.of("1", "2", "3"), List.of("3", "2", "1"))) {
      ClusterSpec spec = Prod.with(prod -> prod.zones(zones));

      assertThat(Prod.topology(spec).voters())
          .extracting(Host::zone)
          .containsExactlyElementsOf(zones);
      assertThat(fatalZones(spec)).isEmpty();
    }
  }

  @Test
  void aFatalZoneIsReportedAtTheSettingThatMadeItSo() {
    ClusterSpec witness =
        Prod.with(
            prod ->
                prod.etcd(
                    EtcdSpecBuilder.builder()
                        .witness(WitnessSpecBuilder.builder().zone("3").build())
                        .build()));

    assertThat(fatalWarnings(witness))
        .extracting(Finding::path)
        .containsExactly("etcd.witness.zone");
    assertThat(fatalWarnings(Prod.with(prod -> prod.zones(List.of("1")))))
        .extracting(Finding::path)
        .containsExactly("zones");
  }

  private static ClusterSpec withThirdVoter(ClusterSpec spec, ThirdVoter voter) {
    return ClusterSpecBuilder.builder(spec)
        .etcd(EtcdSpecBuilder.builder().thirdVoter(voter).build())
        .build();
  }

  private static List<String> fatalZones(ClusterSpec spec) {
    return Prod.topology(spec).quorum().fatal().stream().map(ZoneLoss::zone).toList();
  }

  private static List<Finding> fatalWarnings(ClusterSpec spec) {
    return Prod.warnings(spec).stream()
        .filter(warning -> warning.rule().contains("is fatal"))
        .toList();
  }
}
