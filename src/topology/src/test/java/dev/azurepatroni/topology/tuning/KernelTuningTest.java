package dev.azurepatroni.topology.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.hardware.VmSizeCatalogue;
import dev.azurepatroni.topology.host.Host;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class KernelTuningTest {
  private static final Map<String, String> EVERY_HOST =
      Map.of(
          "vm.swappiness", "1",
          "net.core.somaxconn", "4096",
          "net.ipv4.tcp_syn_retries", "2",
          "net.core.netdev_max_backlog", "5000",
          "net.ipv4.tcp_max_syn_backlog", "4096",
          "net.ipv4.tcp_keepalive_time", "60",
          "net.ipv4.tcp_keepalive_intvl", "20",
          "net.ipv4.tcp_keepalive_probes", "3");

  private final ClusterPlan prod = Prod.plan();

  @Test
  void everyHostTakesManyConnectionsAndHardlySwaps() {
    for (Host host : prod.hosts()) {
      assertThat(prod.kernel(host).sysctls())
          .containsAllEntriesOf(EVERY_HOST)
          // systemd's own limit is far above any that 8,000 connections with 1,000 files would
          // need.
          .doesNotContainKey("fs.file-max");
    }
  }

  @Test
  void aDatabaseHostWritesBackInSmallStepsAndPromisesNoMemoryItHasNot() {
    for (Host database : prod.databases()) {
      assertThat(prod.kernel(database).sysctls())
          .hasSize(EVERY_HOST.size() + 5)
          .containsAllEntriesOf(
              Map.of(
                  "vm.dirty_background_bytes", "67108864",
                  "vm.dirty_bytes", "536870912",
                  "vm.max_map_count", "262144",
                  "vm.overcommit_memory", "2",
                  "vm.overcommit_ratio", "93"));
    }
  }

  @Test
  void poolersAndTheWitnessKeepTheKernelsOwnMemoryRules() {
    assertThat(prod.kernel(prod.poolers().get(0)).sysctls())
        .containsExactlyInAnyOrderEntriesOf(EVERY_HOST);
    assertThat(prod.kernel(prod.witness().orElseThrow()).sysctls())
        .containsExactlyInAnyOrderEntriesOf(EVERY_HOST);
  }

  @Property
  void theOvercommitRatioLeavesTheKernelSomethingAndPostgresqlAtLeastHalf(
      @ForAll("sizes") VmSize size) {
    PostgresTuning postgres = PostgresTuning.of(size, Prod.spec());

    int ratio =
        Integer.parseInt(
            KernelTuning.ofDatabase(size, postgres).sysctls().get("vm.overcommit_ratio"));

    assertThat(ratio).isBetween(50, 95);
  }

  @Provide
  Arbitrary<VmSize> sizes() {
    return Arbitraries.of(VmSizeCatalogue.with(Map.of()).sizes())
        .filter(size -> size.memoryMib() >= 4096);
  }
}
