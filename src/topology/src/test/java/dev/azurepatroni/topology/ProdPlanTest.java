package dev.azurepatroni.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.finding.Severity;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.HostRole;
import dev.azurepatroni.topology.spec.DiskController;
import dev.azurepatroni.topology.spec.SynchronousMode;
import dev.azurepatroni.topology.spec.TieBreaker;
import org.junit.jupiter.api.Test;

class ProdPlanTest {
  private final ClusterPlan prod = Prod.plan();

  @Test
  void prodIsTwoDatabasesTwoPoolersAndAWitnessInThreeZones() {
    assertThat(prod.hosts())
        .extracting(Host::name, Host::role, Host::zone, host -> host.size().name(), Host::voter)
        .containsExactly(
            tuple("pgpatroni-1", HostRole.DATABASE, "1", "Standard_D32s_v6", true),
            tuple("pgpatroni-2", HostRole.DATABASE, "3", "Standard_D32s_v6", true),
            tuple("pgpatroni-pgb-1", HostRole.POOLER, "1", "Standard_D16s_v6", false),
            tuple("pgpatroni-pgb-2", HostRole.POOLER, "3", "Standard_D16s_v6", false),
            tuple("pgpatroni-witness", HostRole.WITNESS, "2", "Standard_B2als_v2", true));
  }

  @Test
  void hostsAreFoundByRole() {
    assertThat(prod.databases())
        .extracting(Host::name)
        .containsExactly("pgpatroni-1", "pgpatroni-2");
    assertThat(prod.poolers())
        .extracting(Host::name)
        .containsExactly("pgpatroni-pgb-1", "pgpatroni-pgb-2");
    assertThat(prod.witness().orElseThrow().name()).isEqualTo("pgpatroni-witness");
    assertThat(prod.voters())
        .extracting(Host::name)
        .containsExactly("pgpatroni-1", "pgpatroni-2", "pgpatroni-witness");
  }

  @Test
  void databaseAndPoolerSizesAttachTheirDisksByNvme() {
    assertThat(prod.databases())
        .extracting(host -> host.size().controller())
        .containsOnly(DiskController.NVME);
    assertThat(prod.poolers())
        .extracting(host -> host.size().controller())
        .containsOnly(DiskController.NVME);
  }

  @Test
  void prodIsSoundAndWarnsOfNothingButTheDiskCeilingOfItsVmSize() {
    assertThat(Prod.findings(Prod.spec()))
        .extracting(Finding::path, Finding::severity)
        .containsExactly(tuple("database.vmSize", Severity.WARNING));
  }

  @Test
  void defaultsThatDependOnOtherSettingsAreDecided() {
    assertThat(prod.spec().vault().name()).isEqualTo("pgpatroni-kv");
    assertThat(prod.spec().publicEndpoint().domainLabel()).isEqualTo("pgpatroni");
    assertThat(prod.spec().network().clientCidrs()).containsExactly("10.50.0.0/16");
    assertThat(prod.spec().zones()).containsExactly("1", "3");
    assertThat(prod.spec().etcd().tieBreaker()).isEqualTo(TieBreaker.WITNESS);
    assertThat(prod.spec().etcd().witness().zone()).isEqualTo("2");
    assertThat(Prod.plan(Prod.threeNodes()).spec().etcd().tieBreaker()).isEqualTo(TieBreaker.NONE);
  }

  @Test
  void aWrittenVaultNameIsKept() {
    ClusterPlan plan =
        Prod.plan(Prod.with(prod -> prod.vault(vault -> vault.name("orders-secrets"))));

    assertThat(plan.spec().vault().name()).isEqualTo("orders-secrets");
  }

  @Test
  void commitsWaitForOneNamedStandbyWithTwoNodesAndForAnyOfTwoWithThree() {
    assertThat(prod.spec().patroni().synchronousMode()).isEqualTo(SynchronousMode.ON);
    assertThat(Prod.plan(Prod.threeNodes()).spec().patroni().synchronousMode())
        .isEqualTo(SynchronousMode.QUORUM);
  }

  @Test
  void aWrittenSynchronousModeIsKept() {
    ClusterPlan plan =
        Prod.plan(
            Prod.with(
                prod -> prod.patroni(patroni -> patroni.synchronousMode(SynchronousMode.QUORUM))));

    assertThat(plan.spec().patroni().synchronousMode()).isEqualTo(SynchronousMode.QUORUM);
  }
}
