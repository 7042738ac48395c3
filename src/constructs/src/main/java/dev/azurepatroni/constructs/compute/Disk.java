package dev.azurepatroni.constructs.compute;

import dev.azurepatroni.topology.spec.DiskSpec;

/**
 * A data disk of a host.
 *
 * @param label within the host: the disk is named {@code HOST-LABEL}
 * @param lun by which the host finds it
 * @param spec size and provisioned performance
 */
record Disk(String label, int lun, DiskSpec spec) {}
