package dev.azurepatroni.topology.tuning;

import dev.azurepatroni.topology.hardware.VmSize;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Kernel settings of a host.
 *
 * @param sysctls value by key
 */
public record KernelTuning(Map<String, String> sysctls) {
  private static final MemorySize LEAST_HEADROOM = MemorySize.ofMib(512);

  /**
   * Copies what it is given.
   *
   * @param sysctls value by key
   */
  public KernelTuning {
    sysctls = Collections.unmodifiableMap(new LinkedHashMap<>(sysctls));
  }

  /**
   * {@return what every host gets; {@code fs.file-max} is left to systemd, which lifts the limit}
   */
  public static KernelTuning ofAnyHost() {
    Map<String, String> sysctls = new LinkedHashMap<>();
    sysctls.put("net.core.netdev_max_backlog", "5000");
    sysctls.put("net.core.somaxconn", "4096");
    sysctls.put("net.ipv4.tcp_keepalive_intvl", "20");
    sysctls.put("net.ipv4.tcp_keepalive_probes", "3");
    sysctls.put("net.ipv4.tcp_keepalive_time", "60");
    sysctls.put("net.ipv4.tcp_max_syn_backlog", "4096");
    // Patroni writes primary_conninfo without a connect time-out: the kernel gives up after 1 + 2 +
    // 4 s.
    sysctls.put("net.ipv4.tcp_syn_retries", "2");
    sysctls.put("vm.swappiness", "1");
    return new KernelTuning(sysctls);
  }

  /**
   * What a database host gets: writeback in small steps, and no memory promised that is not there.
   *
   * @param size the database host
   * @param postgres its PostgreSQL
   * @return sysctls by name
   */
  public static KernelTuning ofDatabase(VmSize size, PostgresTuning postgres) {
    Map<String, String> sysctls = new LinkedHashMap<>(ofAnyHost().sysctls());
    sysctls.put("vm.dirty_background_bytes", String.valueOf(64L << 20));
    sysctls.put("vm.dirty_bytes", String.valueOf(512L << 20));
    sysctls.put("vm.max_map_count", "262144");
    sysctls.put("vm.overcommit_memory", "2");
    sysctls.put("vm.overcommit_ratio", String.valueOf(overcommitRatio(size, postgres)));
    return new KernelTuning(sysctls);
  }

  /** The kernel counts the ratio from what huge pages leave; a twentieth stays for itself. */
  private static long overcommitRatio(VmSize size, PostgresTuning postgres) {
    MemorySize ram = MemorySize.ofMib(size.memoryMib());
    MemorySize headroom = ram.times(1, 20).between(LEAST_HEADROOM, ram);
    long left = ram.mib() - postgres.size("shared_buffers").mib();
    return Math.max(50, 100 * (left - headroom.mib()) / Math.max(1, left));
  }
}
