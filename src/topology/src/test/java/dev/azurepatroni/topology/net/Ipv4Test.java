package dev.azurepatroni.topology.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv4Test {
  @Property
  void anAddressIsReadBackAsItWasPrinted(
      @ForAll @LongRange(min = 0, max = 0xFFFF_FFFFL) long value) {
    Ipv4 address = new Ipv4(value);

    assertThat(Ipv4.parse(address.toString())).contains(address);
  }

  @Test
  void anAddressIsReadOctetByOctet() {
    assertThat(Ipv4.parse("10.50.1.4")).contains(new Ipv4(0x0A32_0104L));
    assertThat(Ipv4.parse("255.255.255.255")).contains(new Ipv4(0xFFFF_FFFFL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10",
        "10.50.1",
        "10.50.1.4.5",
        "10.50.1.256",
        "10.50.1.04",
        "10.50.1.-4",
        "10.50.1.4 ",
        "10.50..4",
        "10.50.1.4/24",
        "::1",
        "10.50.1.x",
        "10.50.1.١"
      })
  void aTextThatIsNoAddressIsNotRead(String text) {
    assertThat(Ipv4.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0x1_0000_0000L})
  void aValueOfMoreThanThirtyTwoBitsIsRefused(long value) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Ipv4(value));
  }

  @Test
  void anAddressIsPrintedInAsciiDigitsInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(new Ipv4(0x0A32_0104L)).hasToString("10.50.1.4");
    } finally {
      Locale.setDefault(before);
    }
  }
}
