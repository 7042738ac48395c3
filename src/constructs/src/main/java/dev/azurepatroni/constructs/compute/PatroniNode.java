package dev.azurepatroni.constructs.compute;

import com.hashicorp.cdktf.TerraformResourceLifecycle;
import com.hashicorp.cdktf.providers.azurerm.managed_disk.ManagedDisk;
import com.hashicorp.cdktf.providers.azurerm.virtual_machine_data_disk_attachment.VirtualMachineDataDiskAttachment;
import dev.azurepatroni.constructs.internal.Named;
import dev.azurepatroni.topology.host.DataDisk;
import dev.azurepatroni.topology.spec.DatabaseSpec;
import dev.azurepatroni.topology.spec.DatabaseSpecBuilder;
import dev.azurepatroni.topology.spec.DiskSpec;
import software.constructs.Construct;

/**
 * A database host: PostgreSQL, Patroni and an etcd voter, with a data and a WAL disk of its own
 * that outlive the VM.
 *
 * <p>Creates network interface, VM, two Premium SSD v2 disks and their attachments. Needs a subnet,
 * an address and an administrator's key. Required: site, subnet, name, zone, address, size (or
 * vmSize), admin, customData; default: osDiskGb 32, Debian 13, the disks of the tuned defaults.
 */
public final class PatroniNode extends Construct implements NodeHost {
  /** The port PostgreSQL listens on. */
  public static final int PORT = 5432;

  /** The port of Patroni's REST interface. */
  public static final int REST_PORT = 8008;

  /** LUN of the data disk, by which the host finds it. */
  public static final int DATA_LUN = DataDisk.DATA_LUN;

  /** LUN of the WAL disk, by which the host finds it. */
  public static final int WAL_LUN = DataDisk.WAL_LUN;

  private final LinuxHost host;

  private PatroniNode(Construct scope, String id, HostProps props, DiskSpec data, DiskSpec wal) {
    super(scope, id);
    this.host = new LinuxHost(this, props);
    disk(props, "data", data, DATA_LUN);
    disk(props, "wal", wal, WAL_LUN);
  }

  @Override
  public ClusterHost host() {
    return host;
  }

  private void disk(HostProps props, String kind, DiskSpec spec, int lun) {
    String name = props.name() + "-" + kind;
    ManagedDisk disk =
        Named.as(
            name,
            ManagedDisk.Builder.create(this, kind)
                .name(name)
                .resourceGroupName(props.site().resourceGroup())
                .location(props.site().location())
                .zone(props.zone())
                .storageAccountType("PremiumV2_LRS")
                .createOption("Empty")
                .diskSizeGb(spec.sizeGb())
                .diskIopsReadWrite(spec.iops())
                .diskMbpsReadWrite(spec.mbps())
                .networkAccessPolicy("DenyAll")
                .publicNetworkAccessEnabled(false)
                .lifecycle(TerraformResourceLifecycle.builder().preventDestroy(true).build())
                .build());
    Named.as(
        name,
        VirtualMachineDataDiskAttachment.Builder.create(this, kind + "-attachment")
            .managedDiskId(disk.getId())
            .virtualMachineId(vmId())
            .lun(lun)
            .caching("None")
            .build());
  }

  /** Collects what a PatroniNode needs. */
  public static final class Builder implements HostBuilder<Builder> {
    private final Construct scope;
    private final String id;
    private final HostPropsBuilder host = HostPropsBuilder.builder();
    private DiskSpec dataDisk;
    private DiskSpec walDisk;

    private Builder(Construct scope, String id) {
      this.scope = scope;
      this.id = id;
    }

    /**
     * Starts one.
     *
     * @param scope where in the tree
     * @param id within the scope
     * @return a builder
     */
    public static Builder create(Construct scope, String id) {
      return new Builder(scope, id);
    }

    @Override
    public HostPropsBuilder host() {
      return host;
    }

    @Override
    public Builder self() {
      return this;
    }

    /**
     * Disk of tables and indexes.
     *
     * @param disk capacity and provisioned figures
     * @return this builder
     */
    public Builder dataDisk(DiskSpec disk) {
      this.dataDisk = disk;
      return this;
    }

    /**
     * Disk of the write-ahead log.
     *
     * @param disk capacity and provisioned figures
     * @return this builder
     */
    public Builder walDisk(DiskSpec disk) {
      this.walDisk = disk;
      return this;
    }

    /**
     * Creates the host.
     *
     * @return the host
     * @throws IllegalArgumentException if a required value is missing, naming it
     */
    public PatroniNode build() {
      DatabaseSpec defaults = DatabaseSpecBuilder.builder().build();
      return new PatroniNode(
          scope,
          id,
          host.build().complete("PatroniNode " + id),
          dataDisk == null ? defaults.dataDisk() : dataDisk,
          walDisk == null ? defaults.walDisk() : walDisk);
    }
  }
}
