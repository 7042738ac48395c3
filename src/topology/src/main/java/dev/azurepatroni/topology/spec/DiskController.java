package dev.azurepatroni.topology.spec;

/** How a VM size attaches its disks. */
public enum DiskController {
  /** NVMe: every v6 size. */
  NVME,
  /** SCSI: the sizes before. */
  SCSI
}
