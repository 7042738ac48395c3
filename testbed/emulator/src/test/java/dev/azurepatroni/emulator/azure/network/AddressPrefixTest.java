package dev.azurepatroni.emulator.azure.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPrefixTest {
  @ParameterizedTest
  @CsvSource({
    "10.50.1.0/24, 10.50.1.0, true", "10.50.1.0/24, 10.50.1.3, true",
        "10.50.1.0/24, 10.50.1.4, false",
    "10.50.1.0/24, 10.50.1.254, false", "10.50.1.0/24, 10.50.1.255, true",
        "10.20.4.0/26, 10.20.4.63, true"
  })
  void azureReservesTheFirstFourAddressesAndTheLast(String range, String address, boolean kept) {
    assertThat(AddressPrefix.parse(range).reserves(address)).isEqualTo(kept);
  }

  @Test
  void findsTheLowestFreeAddress() {
    AddressPrefix range = AddressPrefix.parse("10.0.0.0/29");
    assertThat(range.lowestFree(Set.of("10.0.0.4")::contains)).contains("10.0.0.5");
    assertThat(range.lowestFree(address -> true)).isEmpty();
  }

  @Test
  void rangesContainAndOverlap() {
    AddressPrefix range = AddressPrefix.parse("10.0.0.0/16");
    assertThat(range.contains(AddressPrefix.parse("10.0.255.0/24"))).isTrue();
    assertThat(range.contains(AddressPrefix.parse("10.0.0.0/15"))).isFalse();
    assertThat(range.overlaps(AddressPrefix.parse("10.0.0.0/15"))).isTrue();
    assertThat(range.overlaps(AddressPrefix.parse("10.1.0.0/16"))).isFalse();
  }
}
