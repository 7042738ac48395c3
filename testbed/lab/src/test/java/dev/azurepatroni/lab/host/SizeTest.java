package dev.azurepatroni.lab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeTest {
  @ParameterizedTest
  @CsvSource({
    "Standard_D2s_v6, 2, 8",
    "Standard_D32s_v6, 32, 128",
    "Standard_E16bds_v5, 16, 128",
    "Standard_B2als_v2, 2, 4",
    "Standard_D4ls_v6, 4, 8"
  })
  void aSizesNameGivesItsProcessorsAndMemory(String name, int vcpus, int memoryGib) {
    assertThat(Size.parse(name)).isEqualTo(new Size(vcpus, memoryGib));
  }

  @Test
  void anUnreadableSizeIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Size.parse("large"))
        .withMessage("the lab cannot read the VM size large");
  }
}
