package dev.azurepatroni.topology.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.LoadBalancersSpecBuilder;
import dev.azurepatroni.topology.spec.PatroniSpecBuilder;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtoBudgetTest {
  @ParameterizedTest
  @CsvSource({
    "planned-switchover, 2-4.7 s",
    "rolling-restart, 0-4.7 s",
    "leader-postgres-crashed, 1-4.7 s",
    "leader-postgres-crash-loop, 1-4.7 s",
    "leader-patroni-killed, 0 s",
    "leader-patroni-frozen, 1-2.7 s",
    "leader-host-lost, 19-25.2 s",
    "leader-host-lost-with-etcd-leader, 22-27.2 s",
    "standby-host-lost, 0-8 s",
    "standby-postgres-frozen, 0-8 s",
    "tie-breaker-lost, 0 s",
    "pooler-host-lost, 0-12 s",
    "database-hosts-power-cycled, 10-67.2 s",
    "zone-1-lost, 0-27.2 s",
    "zone-2-lost, 0 s",
    "zone-3-lost, 0-27.2 s",
    "leader-isolated, 19-25.2 s",
    "leader-inbound-cut, 19-27.2 s",
    "leader-outbound-cut, 19-25.2 s",
    "etcd-follower-frozen, 0 s",
    "etcd-leader-frozen, 0 s",
    "leader-wal-disk-full, 1-4.7 s",
    "leader-wal-disk-slow, 0-1 s",
    "leader-postgres-frozen, 0-25.2 s",
    "leader-postmaster-stopped, 0-39.7 s",
    "password-lookup-frozen, 0-14.7 s",
    "leader-rest-silent, 0 s",
    "leader-host-frozen-3-s, 3-11 s",
    "leader-host-frozen-8-s, 8-16 s",
    "leader-host-frozen-25-s, 19-33 s",
    "leader-host-frozen-60-s, 19-25.2 s",
    "leader-host-lost-in-copy, 19-30.2 s",
    "pgbouncer-process-frozen, 0-12 s",
    "pooler-host-frozen, 0-12 s",
    "standby-wal-disk-slow, 0-31.7 s",
    "leader-link-delayed, 0-38 s",
    "leader-link-lossy, 0-38 s",
    "leader-cpu-starved, 0-13 s",
    "leader-data-disk-stalled, 0 s",
    "leader-wal-disk-stalled, 0-31.7 s",
    "etcd-leader-disk-stalled, 0 s",
    "planned-switchover-store-hung, 2-4.7 s",
    "leader-host-lost-store-hung, 19-25.2 s",
    "leader-host-lost-store-gone, 19-25.2 s"
  })
  void prodHasItsBudgetForEveryFault(String fault, String range) {
    assertThat(fault(Prod.spec(), fault).range()).isEqualTo(range);
  }

  @Test
  void theFiguresOfALostLeaderAreLeaseRaceAndLook() {
    FaultBudget lost = fault(Prod.spec(), "leader-host-lost");

    assertThat(lost.best()).isEqualTo(Duration.ofSeconds(19));
    assertThat(lost.worst()).isEqualTo(Duration.ofMillis(25_200));
  }

  @Test
  void everyFaultOfProdEndsByItself() {
    assertThat(Prod.plan().rto().faults())
        .allSatisfy(fault -> assertThat(fault.isBounded()).isTrue());
  }

  @Test
  void theLossOfZoneThreeOfTwoZoneEndsOnlyWithItsReturn() {
    FaultBudget fatal = fault(Prod.twoZone(), "zone-3-lost");

    assertThat(fatal.isBounded()).isFalse();
    assertThat(fatal.range()).isEqualTo("unbounded");
    assertThat(fatal.why()).contains("writes stop until the zone is back");
    assertThat(fault(Prod.twoZone(), "zone-1-lost").isBounded()).isTrue();
  }

  @Test
  void theZoneOfASinglePoolerIsUnboundedForThePoolerEndpoint() {
    ClusterSpec spec = Prod.with(prod -> prod.poolers(poolers -> poolers.nodes(1)));

    assertThat(fault(spec, "zone-1-lost").isBounded()).isFalse();
    assertThat(fault(spec, "zone-1-lost").why()).contains("no pooler left");
    assertThat(fault(spec, "zone-3-lost").isBounded()).isTrue();
  }

  @Test
  void aSlowerProbeCountsWhereAPoolerIsLostAndNotForALostLeader() {
    ClusterSpec spec =
        Prod.with(
            prod -> prod.loadBalancers(loadBalancers -> loadBalancers.probeIntervalSeconds(15)));

    assertThat(fault(spec, "pooler-host-lost").range()).isEqualTo("0-32 s");
    assertThat(fault(spec, "zone-1-lost").range()).isEqualTo("0-32 s");
    assertThat(fault(spec, "leader-host-lost").range()).isEqualTo("19-25.2 s");
  }

  @Property
  void theBestCaseIsNeverWorseThanTheWorst(
      @ForAll @IntRange(min = 20, max = 300) int ttl,
      @ForAll @IntRange(min = 1, max = 14) int loopWait,
      @ForAll @IntRange(min = 5, max = 60) int probe) {
    RtoBudget budget =
        RtoBudget.of(
            PatroniSpecBuilder.builder().ttl(ttl).loopWait(loopWait).build(),
            LoadBalancersSpecBuilder.builder().probeIntervalSeconds(probe).build(),
            Prod.plan().quorum(),
            true,
            true);

    assertThat(budget.faults())
        .allSatisfy(fault -> assertThat(fault.best()).isLessThanOrEqualTo(fault.worst()));
  }

  @Test
  void theTableHasALineForEachFaultWithItsRangeAndReason() {
    RtoBudget rto = Prod.plan().rto();

    assertThat(rto.table().lines()).hasSameSizeAs(rto.faults());
    assertThat(rto.table().lines())
        .anySatisfy(line -> assertThat(line).matches("leader host lost +19-25.2 s +the rest of .*"))
        .allSatisfy(line -> assertThat(line).matches("\\S.*\\S {2,}[0-9.-]+ s {2,}\\S.*"));
  }

  @Test
  void everyKindOfFaultHasABudgetInSomeStack() {
    assertThat(Prod.plan().rto().faults())
        .extracting(FaultBudget::fault)
        .containsExactlyInAnyOrder(FaultKind.values());
  }

  @Test
  void anUnknownFaultIsAnError() {
    assertThat(FaultKind.find("leader host lost")).isEmpty();
    assertThatThrownBy(() -> FaultKind.zoneLost("4")).hasMessage("zone must be 1, 2 or 3, not 4");
    RtoBudget threeNodes =
        Prod.plan(Prod.with(prod -> prod.database(database -> database.nodes(3)))).rto();
    assertThatThrownBy(() -> threeNodes.of(FaultKind.TIE_BREAKER_LOST))
        .hasMessage("this cluster has no budget for tie-breaker-lost");
  }

  private static FaultBudget fault(ClusterSpec spec, String id) {
    return Prod.plan(spec).rto().of(FaultKind.find(id).orElseThrow());
  }
}
