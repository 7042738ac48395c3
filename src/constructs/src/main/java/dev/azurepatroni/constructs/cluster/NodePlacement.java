package dev.azurepatroni.constructs.cluster;

import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.backup.BackupStore;
import dev.azurepatroni.constructs.cloudinit.CustomData;
import dev.azurepatroni.constructs.compute.AdminAccess;
import dev.azurepatroni.constructs.compute.VirtualMachine;
import dev.azurepatroni.constructs.network.Firewall;
import dev.azurepatroni.constructs.network.Subnet;
import dev.azurepatroni.constructs.secrets.HostIdentity;
import dev.azurepatroni.constructs.secrets.VaultSecret;
import dev.azurepatroni.topology.host.DataDisk;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.HostRole;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.List;
import software.constructs.Construct;

/**
 * Where the hosts of a cluster are created.
 *
 * @param spec the cluster
 * @param location of their resources
 * @param subnet of their addresses
 * @param admin who logs in
 * @param firewall attached to each host; null where the subnet has it
 * @param store of the database hosts' backups; null where they make none
 */
record NodePlacement(
    ClusterSpec spec,
    AzureLocation location,
    Subnet subnet,
    AdminAccess admin,
    Firewall firewall,
    BackupStore store) {

  /** Creates a host's identity, its grants and the VM, which waits for them. */
  VirtualMachine machine(
      Construct scope, String id, Host host, CustomData customData, List<VaultSecret> secrets) {
    HostIdentity identity =
        HostIdentity.Builder.create(scope, host.name() + "-identity")
            .location(location)
            .name(host.name())
            .build();
    secrets.forEach(secret -> secret.grantRead(identity));
    if (store != null && host.role() == HostRole.DATABASE) {
      store.grantWrite(identity);
    }
    VirtualMachine.Builder machine =
        VirtualMachine.Builder.create(scope, id)
            .location(location)
            .subnet(subnet)
            .name(host.name())
            .zone(host.zone())
            .address(host.address().toString())
            .size(host.size())
            .osDiskGb(host.osDiskGb())
            .admin(admin)
            .image(spec.image())
            .customData(customData)
            .identity(identity);
    if (host.role() == HostRole.DATABASE) {
      machine.disk("data", DataDisk.DATA_LUN, spec.database().dataDisk());
      machine.disk("wal", DataDisk.WAL_LUN, spec.database().walDisk());
    }
    if (firewall != null) {
      machine.firewall(firewall);
    }
    return machine.build();
  }
}
