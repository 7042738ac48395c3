package dev.azurepatroni.topology.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.PatroniSpec;
import dev.azurepatroni.topology.spec.PatroniSpecBuilder;
import dev.azurepatroni.topology.spec.SynchronousMode;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatroniRulesTest {
  @Test
  void prodsTimingIsTwentyTwoThreeAndSound() {
    PatroniSpec patroni = Prod.spec().patroni();

    assertThat(patroni.ttl()).isEqualTo(20);
    assertThat(patroni.loopWait()).isEqualTo(2);
    assertThat(patroni.retryTimeout()).isEqualTo(3);
    assertThat(Prod.errors(Prod.spec())).isEmpty();
  }

  @Test
  void theOriginalsTtlOfEighteenIsRefused() {
    Finding error = Prod.onlyError(with(patroni -> patroni.ttl(18)));

    assertThat(error.path()).isEqualTo("patroni.ttl");
    assertThat(error.problem()).contains("must be between 20 and 300 seconds");
    assertThat(error.fix()).contains("20");
  }

  @ParameterizedTest
  @CsvSource({"301,5,5,patroni.ttl", "20,0,5,patroni.loopWait", "20,5,2,patroni.retryTimeout"})
  void aTimeOutOfPatronisRangeIsRefused(int ttl, int loopWait, int retryTimeout, String path) {
    assertThat(Prod.onlyError(with(ttl, loopWait, retryTimeout)).path()).isEqualTo(path);
  }

  @Test
  void aLeaseShorterThanALoopAndTwoRetriesIsRefusedWithTheShortestThatWouldDo() {
    Finding error = Prod.onlyError(with(patroni -> patroni.retryTimeout(10)));

    assertThat(error.path()).isEqualTo("patroni.ttl");
    assertThat(error.value()).isEqualTo("20");
    assertThat(error.problem()).contains("2 + 2 x 10 = 22");
    assertThat(error.fix()).contains("22");
  }

  @Property
  void aLeaseIsRefusedExactlyWhenALoopAndTwoRetriesDoNotFitIt(
      @ForAll @IntRange(min = 20, max = 300) int ttl,
      @ForAll @IntRange(min = 1, max = 60) int loopWait,
      @ForAll @IntRange(min = 3, max = 60) int retryTimeout) {
    Findings findings = new Findings();

    PatroniRules.check(with(ttl, loopWait, retryTimeout), findings);

    assertThat(findings.hasErrors()).isEqualTo(loopWait + 2 * retryTimeout > ttl);
  }

  @Property
  void theRuleTurnsAtTheSecondWhereTheLeaseJustFits(
      @ForAll @IntRange(min = 1, max = 60) int loopWait,
      @ForAll @IntRange(min = 10, max = 60) int retryTimeout) {
    int justFits = loopWait + 2 * retryTimeout;

    assertThat(Prod.errors(with(justFits, loopWait, retryTimeout))).isEmpty();
    assertThat(Prod.errors(with(justFits - 1, loopWait, retryTimeout))).isNotEmpty();
  }

  @Test
  void asynchronousReplicationIsWarnedOf() {
    ClusterSpec spec = with(patroni -> patroni.synchronousMode(SynchronousMode.OFF));

    assertThat(Prod.errors(spec)).isEmpty();
    assertThat(Prod.warnings(spec))
        .filteredOn(warning -> warning.path().equals("patroni.synchronousMode"))
        .singleElement()
        .satisfies(warning -> assertThat(warning.problem()).contains("lose acknowledged rows"));
  }

  @Test
  void strictnessWithoutSynchronousReplicationIsRefused() {
    ClusterSpec spec =
        with(patroni -> patroni.synchronousMode(SynchronousMode.OFF).synchronousModeStrict(true));

    assertThat(Prod.onlyError(spec).path()).isEqualTo("patroni.synchronousModeStrict");
  }

  @Test
  void aLimitOfTheLagInASynchronousModeIsWarnedOf() {
    assertThat(lagWarnings(SynchronousMode.AUTO, 16))
        .singleElement()
        .satisfies(
            warning -> assertThat(warning.problem()).contains("excludes the synchronous standby"));
    assertThat(lagWarnings(SynchronousMode.AUTO, 0)).isEmpty();
    assertThat(lagWarnings(SynchronousMode.OFF, 16)).isEmpty();
  }

  private static List<Finding> lagWarnings(SynchronousMode mode, int lag) {
    return Prod.warnings(with(patroni -> patroni.synchronousMode(mode).maximumLagOnFailoverMb(lag)))
        .stream()
        .filter(warning -> warning.path().equals("patroni.maximumLagOnFailoverMb"))
        .toList();
  }

  private static ClusterSpec with(int ttl, int loopWait, int retryTimeout) {
    return with(patroni -> patroni.ttl(ttl).loopWait(loopWait).retryTimeout(retryTimeout));
  }

  private static ClusterSpec with(Consumer<PatroniSpecBuilder> patroni) {
    return Prod.with(prod -> prod.patroni(patroni));
  }
}
