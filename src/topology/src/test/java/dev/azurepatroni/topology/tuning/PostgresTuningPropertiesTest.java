package dev.azurepatroni.topology.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.hardware.VmSizeCatalogue;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for every VM size of the catalogue from 2 vCPU and 4 GiB up. */
class PostgresTuningPropertiesTest {
  private static final int PROD_CONNECTIONS = 500;
  private static final int PROD_WAL_DISK = 512;
  private static final List<String> OF_RAM =
      List.of("shared_buffers", "effective_cache_size", "work_mem", "maintenance_work_mem");
  private static final List<String> OF_WAL_DISK =
      List.of("wal_keep_size", "max_slot_wal_keep_size", "max_wal_size", "min_wal_size");

  @Property
  void sharedBuffersAreAtMostAQuarterOfMemory(@ForAll("sizes") VmSize size) {
    long quarter = size.memoryMib() / 4;

    assertThat(tuned(size).size("shared_buffers").mib()).isBetween(quarter - 1, quarter);
  }

  @Property
  void moreMemoryNeverMeansLessOfAnySetting(
      @ForAll("sizes") VmSize one,
      @ForAll("sizes") VmSize other,
      @ForAll @IntRange(min = 20, max = 10_000) int connections) {
    VmSize smaller = one.memoryMib() <= other.memoryMib() ? one : other;
    VmSize larger = smaller.equals(one) ? other : one;

    for (String name : OF_RAM) {
      assertThat(tuned(smaller, PROD_WAL_DISK, connections).size(name))
          .as(name)
          .isLessThanOrEqualTo(tuned(larger, PROD_WAL_DISK, connections).size(name));
    }
  }

  @Property
  void everyConnectionMaySortAtOnceFromEightGibUp(@ForAll("sizes") VmSize size) {
    PostgresTuning tuning = tuned(size);

    MemorySize sorts = tuning.size("work_mem").times(PROD_CONNECTIONS, 1);
    MemorySize ram = MemorySize.ofMib(size.memoryMib());
    if (size.memoryMib() >= 8 * 1024) {
      assertThat(tuning.size("shared_buffers").plus(sorts)).isLessThanOrEqualTo(ram);
    }
  }

  @Property
  void moreConnectionsNeverMeanMoreMemoryForEach(
      @ForAll("sizes") VmSize size,
      @ForAll @IntRange(min = 20, max = 10_000) int fewer,
      @ForAll @IntRange(min = 20, max = 10_000) int more) {
    assertThat(tuned(size, PROD_WAL_DISK, Math.max(fewer, more)).size("work_mem"))
        .isLessThanOrEqualTo(tuned(size, PROD_WAL_DISK, Math.min(fewer, more)).size("work_mem"));
  }

  @Property
  void theWriteAheadLogFitsNineTenthsOfItsDisk(
      @ForAll("sizes") VmSize size, @ForAll @IntRange(min = 4, max = 65_536) int walDisk) {
    PostgresTuning tuning = tuned(size, walDisk, PROD_CONNECTIONS);

    assertThat(tuning.size("max_wal_size").plus(tuning.size("max_slot_wal_keep_size")))
        .isLessThanOrEqualTo(MemorySize.ofGib(walDisk).times(9, 10));
  }

  @Property
  void aLargerDiskNeverMeansLessWriteAheadLog(
      @ForAll("sizes") VmSize size,
      @ForAll @IntRange(min = 4, max = 65_536) int one,
      @ForAll @IntRange(min = 4, max = 65_536) int other) {
    PostgresTuning smaller = tuned(size, Math.min(one, other), PROD_CONNECTIONS);
    PostgresTuning larger = tuned(size, Math.max(one, other), PROD_CONNECTIONS);

    for (String name : OF_WAL_DISK) {
      assertThat(smaller.size(name)).as(name).isLessThanOrEqualTo(larger.size(name));
    }
  }

  @Property
  void postgresqlTakesTheSmallestSizesOfTheWriteAheadLog(
      @ForAll("sizes") VmSize size, @ForAll @IntRange(min = 4, max = 65_536) int walDisk) {
    PostgresTuning tuning = tuned(size, walDisk, PROD_CONNECTIONS);

    // Two segments of 16 MiB are the least that PostgreSQL accepts.
    assertThat(tuning.size("min_wal_size")).isGreaterThanOrEqualTo(MemorySize.ofMib(32));
    assertThat(tuning.size("min_wal_size")).isLessThanOrEqualTo(tuning.size("max_wal_size"));
  }

  @Property
  void aQueryGathersNoMoreWorkersThanThereAre(@ForAll("sizes") VmSize size) {
    int parallel = workers(size, "max_parallel_workers");

    assertThat(workers(size, "max_parallel_workers_per_gather")).isBetween(1, parallel);
    assertThat(workers(size, "max_parallel_maintenance_workers")).isBetween(1, parallel);
    assertThat(parallel).isLessThanOrEqualTo(workers(size, "max_worker_processes"));
    assertThat(workers(size, "max_parallel_workers_per_gather")).isLessThan(size.vcpus());
  }

  @Property
  void everyAmountIsReadableAndMoreThanNothing(
      @ForAll("sizes") VmSize size, @ForAll @IntRange(min = 4, max = 65_536) int walDisk) {
    PostgresTuning tuning = tuned(size, walDisk, PROD_CONNECTIONS);

    assertThat(tuning.size("wal_buffers")).isBetween(MemorySize.ofMib(16), MemorySize.ofMib(128));
    for (String name : OF_RAM) {
      assertThat(tuning.size(name).mib()).as(name).isPositive();
    }
    for (String name : OF_WAL_DISK) {
      assertThat(tuning.size(name).mib()).as(name).isPositive();
    }
  }

  @Provide
  Arbitrary<VmSize> sizes() {
    return Arbitraries.of(VmSizeCatalogue.with(Map.of()).sizes())
        .filter(size -> size.vcpus() >= 2 && size.memoryMib() >= 4096);
  }

  private static int workers(VmSize size, String name) {
    return (int) tuned(size).tuned().get(name);
  }

  private static PostgresTuning tuned(VmSize size) {
    return tuned(size, PROD_WAL_DISK, PROD_CONNECTIONS);
  }

  private static PostgresTuning tuned(VmSize size, int walDisk, int connections) {
    return PostgresTuning.of(
        size,
        Prod.with(
            prod ->
                prod.database(database -> database.walDisk(disk -> disk.sizeGb(walDisk)))
                    .postgresql(postgresql -> postgresql.maxConnections(connections))));
  }
}
