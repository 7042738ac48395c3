package dev.azurepatroni.constructs.compute;

import dev.azurepatroni.constructs.Site;
import dev.azurepatroni.constructs.cloudinit.CloudInit;
import dev.azurepatroni.constructs.cloudinit.Component;
import dev.azurepatroni.constructs.cloudinit.CustomData;
import dev.azurepatroni.constructs.internal.Required;
import dev.azurepatroni.constructs.network.ClusterSubnet;
import dev.azurepatroni.constructs.network.Firewall;
import dev.azurepatroni.constructs.secrets.HostIdentity;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.hardware.VmSizeCatalogue;
import dev.azurepatroni.topology.spec.ImageSpec;
import dev.azurepatroni.topology.spec.ImageSpecBuilder;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;

/**
 * What every host needs, whatever it is for.
 *
 * @param site where in Azure
 * @param subnet where in the network
 * @param name of host and VM
 * @param zone availability zone
 * @param address private address in the subnet, a literal
 * @param size VM size
 * @param osDiskGb operating-system disk, GiB; 32 if not given
 * @param admin who may log in
 * @param image operating system; Debian 13 if not given
 * @param customData user-data
 * @param identity the host's identity; a new one that may read nothing if not given
 * @param firewall in front of this one host; none if not given
 */
@RecordBuilder
record HostProps(
    Site site,
    ClusterSubnet subnet,
    String name,
    String zone,
    String address,
    VmSize size,
    Integer osDiskGb,
    AdminAccess admin,
    ImageSpec image,
    CustomData customData,
    HostIdentity identity,
    Firewall firewall) {

  HostProps {
    osDiskGb = osDiskGb == null ? Integer.valueOf(32) : osDiskGb;
    image = image == null ? ImageSpecBuilder.builder().build() : image;
  }

  /** With no more than the roles' packages as user-data where none was given. */
  HostProps orPackagesOf(Component... roles) {
    return customData != null || name == null
        ? this
        : HostPropsBuilder.builder(this)
            .customData(new CloudInit().packagesOnly(name, List.of(roles)))
            .build();
  }

  /** Names what is missing, for the builder of the given construct. */
  HostProps complete(String construct) {
    Required.in(construct)
        .value("site", site)
        .value("subnet", subnet)
        .value("name", name)
        .value("zone", zone)
        .value("address", address)
        .value("size", size)
        .value("admin", admin)
        .value("customData", customData)
        .check();
    return this;
  }

  /** A size of the catalogue. */
  static VmSize size(String name) {
    return VmSizeCatalogue.with(Map.of())
        .find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "VM size %s is not in the catalogue; give its figures with size(new VmSize(...))"
                        .formatted(name)));
  }
}
