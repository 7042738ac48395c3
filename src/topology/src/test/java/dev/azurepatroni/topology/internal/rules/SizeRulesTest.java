package dev.azurepatroni.topology.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ClusterSpecBuilder;
import dev.azurepatroni.topology.spec.TieBreaker;
import dev.azurepatroni.topology.spec.VmSizeSpec;
import dev.azurepatroni.topology.spec.VmSizeSpecBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SizeRulesTest {
  @Test
  void anUnknownSizeIsRefusedAndItsFiguresAskedFor() {
    Finding error = Prod.onlyError(withDatabaseSize("Standard_X9_v1"));

    assertThat(error.path()).isEqualTo("database.vmSize");
    assertThat(error.value()).isEqualTo("Standard_X9_v1");
    assertThat(error.fix())
        .contains("vmSizes", "Standard_X9_v1: vcpus, memoryGib, controller, iops and mbps")
        .doesNotContain("did you mean");
  }

  @Test
  void aSizeInTheWrongLetterCaseIsAnsweredWithTheRightOne() {
    assertThat(Prod.onlyError(withDatabaseSize("standard_d32s_v6")).fix())
        .startsWith("did you mean Standard_D32s_v6?");
  }

  @Test
  void aSizeOfAnUnknownVersionIsAnsweredWithAKnownOne() {
    assertThat(Prod.onlyError(withDatabaseSize("Standard_E8ads_v9")).fix())
        .contains("did you mean Standard_E8ads_v")
        .contains("vmSizes, under the name Standard_E8ads_v9:");
  }

  @Test
  void aSizeThatADatabaseNodeWouldNotFitIsRefused() {
    Finding error = Prod.onlyError(withDatabaseSize("Standard_B2ts_v2"));

    assertThat(error.path()).isEqualTo("database.vmSize");
    assertThat(error.problem())
        .isEqualTo("has 2 vCPU and 1024 MiB; a database node needs 2 vCPU and 4096 MiB");
    assertThat(error.fix()).contains("Standard_D2s_v6");
  }

  @Test
  void poolerAndWitnessSizesAreLookedUpToo() {
    ClusterSpec spec =
        Prod.with(
            prod ->
                prod.poolers(poolers -> poolers.vmSize("Standard_P_v1"))
                    .etcd(etcd -> etcd.witness(witness -> witness.vmSize("Standard_W_v1"))));

    assertThat(Prod.errors(spec))
        .extracting(Finding::path)
        .containsExactly("poolers.vmSize", "etcd.witness.vmSize");
  }

  @Test
  void theSizeOfAWitnessIsLookedUpWhereAPoolerBreaksTheTie() {
    ClusterSpec spec =
        Prod.with(
            prod ->
                prod.etcd(
                    etcd ->
                        etcd.tieBreaker(TieBreaker.POOLER)
                            .witness(witness -> witness.vmSize("Standard_W_v1"))));

    assertThat(Prod.onlyError(spec).path()).isEqualTo("etcd.witness.vmSize");
  }

  @Test
  void aSizeWhoseFiguresAreGivenIsUsedAndTunedFor() {
    ClusterPlan plan =
        Prod.plan(
            withFigures(
                VmSizeSpecBuilder.builder()
                    .vcpus(64)
                    .memoryGib(512)
                    .iops(200_000)
                    .mbps(4_000)
                    .build()));

    assertThat(plan.databases()).allMatch(host -> host.size().vcpus() == 64);
    assertThat(plan.postgres().parameters())
        .containsEntry("shared_buffers", "128GB")
        .containsEntry("max_worker_processes", "64");
  }

  @Test
  void aGivenFigureOutOfRangeIsRefusedWhereItStands() {
    ClusterSpec spec =
        withFigures(
            VmSizeSpecBuilder.builder().vcpus(0).memoryGib(32).iops(200_000).mbps(4_000).build());

    assertThat(Prod.onlyError(spec).path()).isEqualTo("vmSizes.Standard_Own_v1.vcpus");
  }

  @Test
  void aSizeWithoutItsPrefixIsAnsweredWithTheWholeName() {
    assertThat(Prod.onlyError(withDatabaseSize("D32s_v6")).fix())
        .startsWith("did you mean Standard_D32s_v6?");
  }

  @Test
  void aSizeNewerThanTheCatalogueIsAnsweredWithTheNewestKnown() {
    assertThat(Prod.onlyError(withDatabaseSize("Standard_D32s_v7")).fix())
        .startsWith("did you mean Standard_D32s_v6?");
  }

  @Test
  void aNegativeMemoryIsRefusedLikeAnyOtherFigure() {
    ClusterSpec spec =
        withFigures(
            VmSizeSpecBuilder.builder().vcpus(8).memoryGib(-32).iops(200_000).mbps(4_000).build());

    assertThat(Prod.onlyError(spec).path()).isEqualTo("vmSizes.Standard_Own_v1.memoryGib");
  }

  @Test
  void aNameThatNoSizeHasIsRefused() {
    ClusterSpec spec =
        Prod.with(
            prod ->
                prod.vmSizes(
                    Map.of(
                        "Sta\ufeffdard_Own_v1",
                        VmSizeSpecBuilder.builder()
                            .vcpus(8)
                            .memoryGib(32)
                            .iops(200_000)
                            .mbps(4_000)
                            .build())));

    assertThat(Prod.onlyError(spec).problem()).startsWith("must be the name of a VM size");
  }

  private static ClusterSpec withDatabaseSize(String name) {
    return Prod.with(prod -> prod.database(database -> database.vmSize(name)));
  }

  private static ClusterSpec withFigures(VmSizeSpec figures) {
    return ClusterSpecBuilder.builder(withDatabaseSize("Standard_Own_v1"))
        .vmSizes(Map.of("Standard_Own_v1", figures))
        .build();
  }
}
