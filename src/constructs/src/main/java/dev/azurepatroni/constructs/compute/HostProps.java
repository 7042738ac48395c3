package dev.azurepatroni.constructs.compute;

import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.cloudinit.CustomData;
import dev.azurepatroni.constructs.internal.Preconditions;
import dev.azurepatroni.constructs.network.Firewall;
import dev.azurepatroni.constructs.network.Subnet;
import dev.azurepatroni.constructs.secrets.HostIdentity;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.spec.ImageSpec;
import dev.azurepatroni.topology.spec.ImageSpecBuilder;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/** The properties of a virtual machine, as {@link VirtualMachine.Builder} documents them. */
@RecordBuilder
record HostProps(
    AzureLocation location,
    Subnet subnet,
    String name,
    String zone,
    String address,
    VmSize size,
    Integer osDiskGb,
    AdminAccess admin,
    ImageSpec image,
    CustomData customData,
    HostIdentity identity,
    Firewall firewall,
    List<Disk> disks) {

  HostProps {
    osDiskGb = osDiskGb == null ? Integer.valueOf(32) : osDiskGb;
    image = image == null ? ImageSpecBuilder.builder().build() : image;
    disks = disks == null ? List.of() : List.copyOf(disks);
  }

  void check(String construct) {
    Preconditions.of(construct)
        .require("location", location)
        .require("subnet", subnet)
        .require("name", name)
        .require("zone", zone)
        .require("address", address)
        .require("size", size)
        .require("admin", admin)
        .require("customData", customData)
        .check();
  }
}
