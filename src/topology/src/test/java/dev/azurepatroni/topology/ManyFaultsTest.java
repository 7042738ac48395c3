package dev.azurepatroni.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.finding.Severity;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManyFaultsTest {
  private static final ClusterSpec SIX_FAULTS =
      Prod.with(
          prod ->
              prod.network(network -> network.addresses(Map.of("pgpatroni-1", "10.50.1.1")))
                  .database(database -> database.dataDisk(disk -> disk.sizeGb(100)))
                  .poolers(poolers -> poolers.vmSize("Standard_Huge"))
                  .postgresql(postgresql -> postgresql.parameters(Map.of("fsync", "off")))
                  .patroni(patroni -> patroni.retryTimeout(10))
                  .ssh(ssh -> ssh.publicKeys(List.of("hunter2"))));

  @Test
  void sixFaultsInSixPlacesAreReportedTogether() {
    assertThat(Prod.errors(SIX_FAULTS))
        .extracting(Finding::path)
        .containsExactlyInAnyOrder(
            "network.addresses.pgpatroni-1",
            "database.dataDisk.iops",
            "poolers.vmSize",
            "postgresql.parameters.fsync",
            "patroni.ttl",
            "ssh.publicKeys[0]");
  }

  @Test
  void everyFindingHasAPathAValueAProblemAndAFix() {
    assertThat(Prod.findings(SIX_FAULTS))
        .hasSizeGreaterThanOrEqualTo(6)
        .allSatisfy(
            finding -> {
              assertThat(finding.path()).isNotBlank();
              assertThat(finding.value()).isNotBlank();
              assertThat(finding.problem()).isNotBlank();
              assertThat(finding.fix()).isNotBlank();
            });
  }

  @Test
  void aSpecificationWithErrorsHasNoPlanAndTheMessageListsThemAll() {
    List<String> errors = Prod.errors(SIX_FAULTS).stream().map(Finding::toString).toList();

    assertThatThrownBy(() -> ClusterPlan.of(SIX_FAULTS))
        .isInstanceOf(InvalidClusterException.class)
        .hasMessage("cluster pgpatroni has 6 problems\n" + String.join("\n", errors));
  }

  @Test
  void errorsDoNotHideWarnings() {
    assertThat(Prod.warnings(SIX_FAULTS))
        .extracting(Finding::path)
        .containsExactly("database.vmSize");
  }

  @Test
  void aFindingIsPrintedWithItsPathValueProblemAndFix() {
    Finding finding = new Finding(Severity.ERROR, "patroni.ttl", "18", "20 or more", "write 20");

    assertThat(finding).hasToString("patroni.ttl = 18\n  problem: 20 or more\n  fix:     write 20");
  }
}
