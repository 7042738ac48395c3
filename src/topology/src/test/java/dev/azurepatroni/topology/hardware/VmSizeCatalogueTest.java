package dev.azurepatroni.topology.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.spec.DiskController;
import dev.azurepatroni.topology.spec.VmSizeSpec;
import dev.azurepatroni.topology.spec.VmSizeSpecBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VmSizeCatalogueTest {
  private final VmSizeCatalogue catalogue = VmSizeCatalogue.with(Map.of());

  @Test
  void theDatabaseSizeOfProdHasItsPublishedFigures() {
    assertThat(catalogue.find("Standard_D32s_v6"))
        .contains(
            new VmSize("Standard_D32s_v6", 32, 128 * 1024, DiskController.NVME, 66_667, 1_984));
  }

  @Test
  void thePoolerAndWitnessSizesOfProdAreKnown() {
    assertThat(catalogue.find("Standard_D16s_v6").orElseThrow().vcpus()).isEqualTo(16);
    assertThat(catalogue.find("Standard_D16s_v6").orElseThrow().memoryMib()).isEqualTo(64 * 1024);
    assertThat(catalogue.find("Standard_B2als_v2").orElseThrow().controller())
        .isEqualTo(DiskController.SCSI);
  }

  @Test
  void everySizeHasFiguresThatCanBe() {
    assertThat(catalogue.sizes())
        .hasSizeGreaterThan(150)
        .allSatisfy(
            size -> {
              assertThat(size.name()).matches("Standard_[A-Z][0-9]+[a-z]*_v[0-9]");
              assertThat(size.name()).contains(String.valueOf(size.vcpus()));
              assertThat(size.vcpus()).isBetween(2, 192).matches(vcpus -> vcpus % 2 == 0, "even");
              assertThat(size.memoryMib()).isBetween(size.vcpus() * 512L, size.vcpus() * 8192L);
              assertThat(size.iops()).isGreaterThanOrEqualTo(3_000);
              assertThat(size.mbps()).isGreaterThanOrEqualTo(80);
            });
  }

  @Test
  void everyV6SizeAttachesItsDisksByNvmeAndTheOthersByScsi() {
    assertThat(catalogue.sizes())
        .allSatisfy(
            size ->
                assertThat(size.controller())
                    .as(size.name())
                    .isEqualTo(
                        size.name().endsWith("_v6") ? DiskController.NVME : DiskController.SCSI));
  }

  @Test
  void aLargerSizeOfAFamilyPassesNoLessThanASmallerOne() {
    assertThat(catalogue.sizes())
        .allSatisfy(
            size ->
                assertThat(larger(size))
                    .as(size.name())
                    .allMatch(larger -> larger.memoryMib() >= size.memoryMib())
                    .allMatch(larger -> larger.iops() >= size.iops())
                    .allMatch(larger -> larger.mbps() >= size.mbps()));
  }

  @Test
  void noSizeStandsInTheCatalogueTwice() {
    assertThat(catalogue.sizes()).extracting(VmSize::name).doesNotHaveDuplicates();
  }

  @Test
  void anUnknownSizeIsNotFound() {
    assertThat(catalogue.find("Standard_D32s_v99")).isEmpty();
    assertThat(catalogue.find("")).isEmpty();
  }

  @Test
  void theNearestSizeDiffersInLetterCaseOrVersionAlone() {
    assertThat(catalogue.nearest("standard_d32S_V6")).contains("Standard_D32s_v6");
    assertThat(catalogue.nearest("Standard_E16ads_v9").orElseThrow())
        .startsWith("Standard_E16ads_v");
    assertThat(catalogue.nearest("Standard_Huge")).isEmpty();
  }

  @Test
  void figuresOfASpecificationAddToTheCatalogueAndReplaceItsOwn() {
    VmSizeSpec figures =
        VmSizeSpecBuilder.builder()
            .vcpus(4)
            .memoryGib(16)
            .controller(DiskController.SCSI)
            .iops(9_000)
            .mbps(300)
            .build();

    VmSizeCatalogue with =
        VmSizeCatalogue.with(Map.of("Standard_D32s_v6", figures, "Standard_New_v7", figures));

    for (String name : List.of("Standard_D32s_v6", "Standard_New_v7")) {
      assertThat(with.find(name))
          .contains(new VmSize(name, 4, 16 * 1024, DiskController.SCSI, 9_000, 300));
    }
    assertThat(with.sizes()).hasSize(catalogue.sizes().size() + 1);
  }

  private List<VmSize> larger(VmSize size) {
    return catalogue.sizes().stream()
        .filter(other -> family(other).equals(family(size)) && other.vcpus() > size.vcpus())
        .toList();
  }

  private static String family(VmSize size) {
    return size.name().replaceFirst("[0-9]+", "");
  }
}
