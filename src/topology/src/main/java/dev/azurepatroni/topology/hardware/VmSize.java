package dev.azurepatroni.topology.hardware;

import dev.azurepatroni.topology.spec.DiskController;

/**
 * A VM size.
 *
 * @param name as Azure spells it, {@code Standard_D32s_v6}
 * @param vcpus virtual processors
 * @param memoryMib memory, MiB
 * @param controller how its disks are attached
 * @param iops ceiling of Premium SSD v2 operations a second, all disks together
 * @param mbps ceiling of Premium SSD v2 throughput, MB/s, all disks together
 */
public record VmSize(
    String name, int vcpus, long memoryMib, DiskController controller, int iops, int mbps) {}
