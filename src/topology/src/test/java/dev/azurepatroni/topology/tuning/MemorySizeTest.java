package dev.azurepatroni.topology.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {
  private static final long NEARLY_A_PEBIBYTE = 999_999_999_999L;

  @Property
  void aSizeIsReadBackAsItWasPrinted(@ForAll @LongRange(max = NEARLY_A_PEBIBYTE) long kib) {
    MemorySize size = new MemorySize(kib);

    assertThat(MemorySize.parse(size.toString())).contains(size);
  }

  @Property
  void theLargestPowerOfTwoIsNoMoreThanTheSizeAndMoreThanHalfOfIt(
      @ForAll @LongRange(min = 1, max = 1L << 30) long mib) {
    MemorySize power = MemorySize.ofMib(mib).powerOfTwo();

    assertThat(Long.bitCount(power.mib())).isEqualTo(1);
    assertThat(power.mib()).isBetween(mib / 2 + 1, mib);
  }

  @Property
  void aSizeHeldBetweenTwoBoundsLiesBetweenThem(
      @ForAll @LongRange(max = 1000) long mib,
      @ForAll @LongRange(max = 1000) long least,
      @ForAll @LongRange(max = 1000) long more) {
    MemorySize low = MemorySize.ofMib(least);
    MemorySize high = MemorySize.ofMib(least + more);

    MemorySize held = MemorySize.ofMib(mib).between(low, high);

    assertThat(held).isBetween(low, high);
    assertThat(held.mib()).isIn(mib, least, least + more);
  }

  @ParameterizedTest
  @CsvSource({
    "0kB,0",
    "8kB,8",
    "64MB,65536",
    "48GB,50331648",
    "1TB,1073741824",
    "' 4 GB ',4194304"
  })
  void aSizeIsReadInPostgresqlsUnitsOf1024(String text, long kib) {
    assertThat(MemorySize.parse(text)).contains(new MemorySize(kib));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "GB", "4", "-1", "-4GB", "4gb", "4mb", "4KB", "4.5GB", "4PB", "4 GB GB", "4G"})
  void aTextThatIsNoSizeWithAUnitIsNotRead(String text) {
    assertThat(MemorySize.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0,0GB",
    "8,8kB",
    "1024,1MB",
    "65536,64MB",
    "1048576,1GB",
    "1572864,1536MB",
    "50331648,48GB"
  })
  void aSizeIsPrintedInTheLargestUnitThatNeedsNoFraction(long kib, String text) {
    assertThat(new MemorySize(kib)).hasToString(text);
  }

  @Test
  void aFractionIsRoundedDownToWholeMebibytes() {
    assertThat(MemorySize.ofGib(512).times(2, 5)).isEqualTo(MemorySize.ofMib(209_715));
  }

  @Test
  void sizesAddUp() {
    assertThat(MemorySize.ofGib(1).plus(MemorySize.ofMib(512))).hasToString("1536MB");
  }

  @Test
  void aNegativeSizeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new MemorySize(-1));
  }
}
