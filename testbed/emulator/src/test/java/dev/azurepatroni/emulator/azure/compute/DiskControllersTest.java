package dev.azurepatroni.emulator.azure.compute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskControllersTest {
  @ParameterizedTest
  @CsvSource({
    "Standard_D32s_v6, NVMe", "Standard_D16s_v6, NVMe", "Standard_E8-2ads_v7, NVMe",
        "Standard_B2als_v2, SCSI",
    "Standard_D4s_v5, SCSI", "Standard_E8bds_v5, SCSI NVMe", "Standard_DS1, SCSI", "Basic_A0, SCSI"
  })
  void controllersFollowFromTheSize(String size, String controllers) {
    assertThat(
            String.join(
                " ",
                DiskControllers.of(size).supported().stream()
                    .map(DiskControllers.Controller::word)
                    .toList()))
        .isEqualTo(controllers);
  }
}
