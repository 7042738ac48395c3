package dev.azurepatroni.topology.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.DiskSpec;
import dev.azurepatroni.topology.spec.DiskSpecBuilder;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskRulesTest {
  @Test
  void prodsDataDiskIsProvisionedWith80000IopsAnd1200Mbps() {
    assertThat(Prod.spec().database().dataDisk()).isEqualTo(new DiskSpec(1024, 80_000, 1_200));
    assertThat(Prod.spec().database().walDisk()).isEqualTo(new DiskSpec(512, 20_000, 600));
  }

  @Test
  void moreIopsThanTheDisksSizeGivesAreRefusedWithTheLimitAndTheSizeThatWouldDo() {
    Finding error = Prod.onlyError(withDataDisk(100, 80_000, 1_200));

    assertThat(error.path()).isEqualTo("database.dataDisk.iops");
    assertThat(error.value()).isEqualTo("80000");
    assertThat(error.problem()).contains("100 GiB", "50,000 IOPS");
    assertThat(error.fix()).contains("50000", "160 GiB");
  }

  @ParameterizedTest
  @CsvSource({"1,3000,3001", "6,3000,3001", "7,3500,3501", "159,79500,79501"})
  void aDiskGivesFiveHundredIopsAGibAboveSixAndThreeThousandBelow(
      int sizeGb, int most, int tooMany) {
    assertThat(Prod.errors(withDataDisk(sizeGb, most, 125))).isEmpty();
    assertThat(Prod.onlyError(withDataDisk(sizeGb, tooMany, 125)).path())
        .isEqualTo("database.dataDisk.iops");
  }

  @Test
  void moreThroughputThanAQuarterMegabyteAnIopsIsRefused() {
    ClusterSpec spec = withWalDisk(512, 3_000, 800);

    Finding error = Prod.onlyError(spec);
    assertThat(error.path()).isEqualTo("database.walDisk.mbps");
    assertThat(error.value()).isEqualTo("800");
    assertThat(error.problem()).contains("750 MB/s");
    assertThat(error.fix()).contains("750", "3200");
  }

  @ParameterizedTest
  @CsvSource({
    "1024,80001,1200,iops",
    "1024,2999,125,iops",
    "1024,100,600,iops",
    "1024,80000,1201,mbps",
    "1024,80000,124,mbps",
    "65537,80000,1200,sizeGb",
    "0,3000,125,sizeGb"
  })
  void aFigureThatNoDiskCanHaveIsRefusedOnce(int sizeGb, int iops, int mbps, String setting) {
    assertThat(Prod.onlyError(withDataDisk(sizeGb, iops, mbps)).path())
        .isEqualTo("database.dataDisk." + setting);
  }

  @Property
  void aDiskIsRefusedExactlyWhenAzureWouldNotMakeIt(
      @ForAll @IntRange(min = 4, max = 65_536) int sizeGb,
      @ForAll @IntRange(min = 3_000, max = 80_000) int iops,
      @ForAll @IntRange(min = 125, max = 1_200) int mbps) {
    int mostIops = sizeGb > 6 ? 500 * sizeGb : 3_000;
    boolean made = iops <= mostIops && mbps * 4 <= iops;

    assertThat(Prod.errors(withDataDisk(sizeGb, iops, mbps)).isEmpty()).isEqualTo(made);
  }

  @Test
  void prodIsWarnedThatItsSizePassesLessThanItsDisksGive() {
    Finding warning = Prod.warnings(Prod.spec()).get(0);

    assertThat(warning.path()).isEqualTo("database.vmSize");
    assertThat(warning.value()).isEqualTo("Standard_D32s_v6");
    assertThat(warning.problem()).contains("66,667 IOPS", "1,984 MB/s", "100,000", "1,800");
  }

  @Test
  void disksWithinTheCeilingOfTheirSizeAreNotWarnedOf() {
    ClusterSpec larger =
        Prod.with(prod -> prod.database(database -> database.vmSize("Standard_D64s_v6")));

    assertThat(Prod.warnings(larger)).isEmpty();
    assertThat(Prod.warnings(withDataDisk(1024, 40_000, 1_200))).isEmpty();
  }

  @Test
  void disksAtTheFreeBaseFiguresAreNotWarnedOfWhateverTheirSizePasses() {
    Consumer<DiskSpecBuilder> base = disk -> disk.sizeGb(64).iops(3_000).mbps(125);
    ClusterSpec small =
        Prod.with(
            prod ->
                prod.database(
                    database -> database.vmSize("Standard_D2s_v6").dataDisk(base).walDisk(base)));

    assertThat(Prod.warnings(small)).extracting(Finding::path).doesNotContain("database.vmSize");
  }

  private static ClusterSpec withDataDisk(int sizeGb, int iops, int mbps) {
    return Prod.with(
        prod ->
            prod.database(
                database -> database.dataDisk(disk -> disk.sizeGb(sizeGb).iops(iops).mbps(mbps))));
  }

  private static ClusterSpec withWalDisk(int sizeGb, int iops, int mbps) {
    return Prod.with(
        prod ->
            prod.database(
                database -> database.walDisk(disk -> disk.sizeGb(sizeGb).iops(iops).mbps(mbps))));
  }
}
