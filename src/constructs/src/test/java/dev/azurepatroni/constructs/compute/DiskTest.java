package dev.azurepatroni.constructs.compute;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;

import dev.azurepatroni.constructs.synth.Prod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskTest {
  private static final String DISK = "azurerm_managed_disk";

  @Test
  void onlyDatabasesHaveDisksOfTheirOwn() {
    String[] disks = {"pgpatroni-1-data", "pgpatroni-1-wal", "pgpatroni-2-data", "pgpatroni-2-wal"};
    assertThat(Prod.SYNTH)
        .hasExactly(DISK, disks)
        .hasExactly("azurerm_virtual_machine_data_disk_attachment", disks);
  }

  @ParameterizedTest
  @CsvSource({
    "pgpatroni-1-data, 1, 1024, 80000, 1200",
    "pgpatroni-1-wal,  1,  512, 20000,  600",
    "pgpatroni-2-data, 3, 1024, 80000, 1200",
    "pgpatroni-2-wal,  3,  512, 20000,  600"
  })
  void disksHaveTheProvisionedFiguresInTheZoneOfTheirHost(
      String disk, String zone, int sizeGb, int iops, int mbps) {
    assertThat(Prod.SYNTH)
        .resource(DISK, disk)
        .has("name", disk)
        .has("storage_account_type", "PremiumV2_LRS")
        .has("create_option", "Empty")
        .has("disk_size_gb", sizeGb)
        .has("disk_iops_read_write", iops)
        .has("disk_mbps_read_write", mbps)
        .has("zone", zone);
    assertThat(Prod.SYNTH)
        .resource("azurerm_linux_virtual_machine", disk.replaceFirst("-(data|wal)$", ""))
        .has("zone", zone);
  }

  @ParameterizedTest
  @CsvSource({"pgpatroni-1-data", "pgpatroni-1-wal", "pgpatroni-2-data", "pgpatroni-2-wal"})
  void noDiskIsEverDestroyedByTerraformOrReachedFromOutside(String disk) {
    assertThat(Prod.SYNTH)
        .resource(DISK, disk)
        .has("lifecycle.prevent_destroy", true)
        .has("network_access_policy", "DenyAll")
        .has("public_network_access_enabled", false);
  }

  @ParameterizedTest
  @CsvSource({
    "pgpatroni-1-data, 0",
    "pgpatroni-1-wal, 1",
    "pgpatroni-2-data, 0",
    "pgpatroni-2-wal, 1"
  })
  void hostsFindTheirDisksByLunAndPremiumV2IsNeverCached(String disk, int lun) {
    assertThat(Prod.SYNTH)
        .resource("azurerm_virtual_machine_data_disk_attachment", disk)
        .has("lun", lun)
        .has("caching", "None")
        .refers("managed_disk_id", DISK + "." + disk)
        .refers(
            "virtual_machine_id",
            "azurerm_linux_virtual_machine." + disk.replaceFirst("-(data|wal)$", ""));
  }
}
