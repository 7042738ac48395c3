package dev.azurepatroni.topology.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
  @Property
  void aRangeIsReadBackAsItWasPrinted(@ForAll("ranges") Cidr range) {
    assertThat(Cidr.parse(range.toString())).contains(range);
  }

  @Property
  void aRangeContainsItsFirstAndLastAddressAndNotTheOnesBeside(@ForAll("ranges") Cidr range) {
    long first = range.network().value();
    long last = first + range.size() - 1;

    assertThat(range.contains(range.at(0))).isTrue();
    assertThat(range.contains(range.at(range.size() - 1))).isTrue();
    assertThat(first == 0 || !range.contains(new Ipv4(first - 1))).isTrue();
    assertThat(last == 0xFFFF_FFFFL || !range.contains(new Ipv4(last + 1))).isTrue();
  }

  @Property
  void oneOfTwoRangesContainsTheOtherOrTheyShareNoAddress(
      @ForAll("ranges") Cidr one, @ForAll("ranges") Cidr other) {
    boolean overlap = one.contains(other.network()) || other.contains(one.network());

    assertThat(one.contains(other) || other.contains(one)).isEqualTo(overlap);
  }

  @Property
  void everyRangeLiesInTheWholeInternetAndInItself(@ForAll("ranges") Cidr range) {
    assertThat(range("0.0.0.0/0").contains(range)).isTrue();
    assertThat(range.contains(range)).isTrue();
  }

  @Property
  void azureKeepsTheFirstFourAddressesAndTheLast(@ForAll @LongRange(max = 255) long index) {
    Cidr subnet = range("10.50.1.0/24");

    assertThat(subnet.reservedByAzure(subnet.at(index))).isEqualTo(index < 4 || index == 255);
  }

  @Test
  void aRangeHasAsManyAddressesAsItsHostBitsCount() {
    assertThat(range("10.50.1.0/24").size()).isEqualTo(256);
    assertThat(range("10.50.1.7/32").size()).isEqualTo(1);
    assertThat(range("0.0.0.0/0").size()).isEqualTo(1L << 32);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.50.1.0",
        "10.50.1.0/",
        "/24",
        "10.50.1.0/33",
        "10.50.1.0/-1",
        "10.50.1.0/24 ",
        "10.50.1.1/24",
        "10.50.1/24",
        "10.50.1.256/32",
        "10.50.1.0/a",
        "10.0.0.0/08",
        "fd00::/8"
      })
  void aTextThatIsNoRangeIsNotRead(String text) {
    assertThat(Cidr.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"10.50.1.0,33", "10.50.1.0,-1", "10.50.1.1,24"})
  void aRangeWithHostBitsOrAWrongPrefixIsRefused(String network, int prefix) {
    Ipv4 address = Ipv4.parse(network).orElseThrow();

    assertThatIllegalArgumentException().isThrownBy(() -> new Cidr(address, prefix));
  }

  @Provide
  Arbitrary<Cidr> ranges() {
    Arbitrary<Integer> prefixes = Arbitraries.integers().between(0, 32);
    Arbitrary<Long> values = Arbitraries.longs().between(0, 0xFFFF_FFFFL);
    return Combinators.combine(prefixes, values)
        .as((prefix, value) -> new Cidr(new Ipv4(value & (-1L << (32 - prefix))), prefix));
  }

  private static Cidr range(String text) {
    return Cidr.parse(text).orElseThrow();
  }
}
