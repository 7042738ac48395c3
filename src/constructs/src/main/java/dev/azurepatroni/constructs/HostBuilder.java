package dev.azurepatroni.constructs;

import dev.azurepatroni.constructs.cloudinit.CustomData;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.spec.ImageSpec;

/**
 * The setters that the builders of all nodes share.
 *
 * @param <B> the builder itself
 */
public interface HostBuilder<B> {
  /** The settings collected so far. */
  HostPropsBuilder host();

  /** This builder. */
  B self();

  /**
   * Where in Azure.
   *
   * @param site where in Azure
   */
  default B site(Site site) {
    host().site(site);
    return self();
  }

  /**
   * Where in the network.
   *
   * @param subnet where in the network
   */
  default B subnet(ClusterSubnet subnet) {
    host().subnet(subnet);
    return self();
  }

  /**
   * Of host and VM.
   *
   * @param name of host and VM
   */
  default B name(String name) {
    host().name(name);
    return self();
  }

  /**
   * Availability zone.
   *
   * @param zone availability zone
   */
  default B zone(String zone) {
    host().zone(zone);
    return self();
  }

  /**
   * Private address in the subnet, a literal.
   *
   * @param address private address in the subnet, a literal
   */
  default B address(String address) {
    host().address(address);
    return self();
  }

  /**
   * Operating-system disk, GiB.
   *
   * @param osDiskGb operating-system disk, GiB
   */
  default B osDiskGb(int osDiskGb) {
    host().osDiskGb(osDiskGb);
    return self();
  }

  /**
   * Who may log in.
   *
   * @param admin who may log in
   */
  default B admin(AdminAccess admin) {
    host().admin(admin);
    return self();
  }

  /**
   * Operating system, Debian 13 if not given.
   *
   * @param image operating system, Debian 13 if not given
   */
  default B image(ImageSpec image) {
    host().image(image);
    return self();
  }

  /**
   * User-data.
   *
   * @param customData user-data
   */
  default B customData(CustomData customData) {
    host().customData(customData);
    return self();
  }

  /**
   * The host's identity, a new one that may read nothing if not given.
   *
   * @param identity the host's identity, a new one that may read nothing if not given
   */
  default B identity(HostIdentity identity) {
    host().identity(identity);
    return self();
  }

  /**
   * A firewall in front of this one host, for a subnet that it does not guard as a whole.
   *
   * @param firewall guards the host before it starts
   */
  default B firewall(Firewall firewall) {
    host().firewall(firewall);
    return self();
  }

  /**
   * A VM size of the catalogue.
   *
   * @param name for example Standard_D16s_v6
   * @throws IllegalArgumentException if the catalogue does not know it
   */
  default B vmSize(String name) {
    return size(HostProps.size(name));
  }

  /**
   * A VM size by its figures.
   *
   * @param size the figures
   */
  default B size(VmSize size) {
    host().size(size);
    return self();
  }
}
