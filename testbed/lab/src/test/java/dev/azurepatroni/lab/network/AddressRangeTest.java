package dev.azurepatroni.lab.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class AddressRangeTest {
  @Test
  void addressesAreCountedFromTheFirst() {
    AddressRange range = AddressRange.parse("10.50.1.77/24");
    assertThat(range).hasToString("10.50.1.0/24");
    assertThat(range.address(4)).isEqualTo("10.50.1.4");
    assertThat(AddressRange.parse("192.0.2.9").size()).isEqualTo(1);
  }

  @Test
  void rangesOverlapWhereOneAddressIsInBoth() {
    assertThat(AddressRange.parse("10.50.0.0/16").overlaps(AddressRange.parse("10.50.255.255/32")))
        .isTrue();
    assertThat(AddressRange.parse("10.50.0.0/24").overlaps(AddressRange.parse("10.50.1.0/24")))
        .isFalse();
    assertThat(AddressRange.parse("0.0.0.0/0").overlaps(AddressRange.parse("255.0.0.0/8")))
        .isTrue();
  }

  @Test
  void theClientStandsWhereNoSubnetIs() {
    List<AddressRange> spaces = List.of(AddressRange.parse("10.50.0.0/22"));
    assertThat(AddressRange.free(spaces, List.of(AddressRange.parse("10.50.0.0/23"))))
        .hasToString("10.50.2.0/24");
    assertThatIllegalStateException()
        .isThrownBy(() -> AddressRange.free(spaces, spaces))
        .withMessageContaining("256 addresses");
  }
}
