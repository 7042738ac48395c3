package dev.azurepatroni.constructs.compute;

import dev.azurepatroni.constructs.Site;
import dev.azurepatroni.constructs.cloudinit.CustomData;
import dev.azurepatroni.constructs.network.ClusterSubnet;
import dev.azurepatroni.constructs.network.Firewall;
import dev.azurepatroni.constructs.secrets.HostIdentity;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.spec.ImageSpec;

/**
 * The setters that the builders of all nodes share.
 *
 * @param <B> the builder itself
 */
public interface HostBuilder<B> {
  /** {@return the settings collected so far} */
  HostPropsBuilder host();

  /** {@return this builder} */
  B self();

  /**
   * Says where in Azure the host is put; required.
   *
   * @param site resource group and region
   * @return this builder
   */
  default B site(Site site) {
    host().site(site);
    return self();
  }

  /**
   * Says where in the network the host stands; required.
   *
   * @param subnet its own or somebody else's
   * @return this builder
   */
  default B subnet(ClusterSubnet subnet) {
    host().subnet(subnet);
    return self();
  }

  /**
   * Names host and VM; required.
   *
   * @param name unique in the stack
   * @return this builder
   */
  default B name(String name) {
    host().name(name);
    return self();
  }

  /**
   * Says which availability zone the host stands in; required.
   *
   * @param zone {@code 1}, {@code 2} or {@code 3}
   * @return this builder
   */
  default B zone(String zone) {
    host().zone(zone);
    return self();
  }

  /**
   * Gives the host its private address; required.
   *
   * @param address in the subnet, a literal: {@code 10.50.1.4}
   * @return this builder
   */
  default B address(String address) {
    host().address(address);
    return self();
  }

  /**
   * Sizes the operating-system disk; 32 GiB if not given.
   *
   * @param osDiskGb GiB, 30 or more for the default image
   * @return this builder
   */
  default B osDiskGb(int osDiskGb) {
    host().osDiskGb(osDiskGb);
    return self();
  }

  /**
   * Says who may log in; required.
   *
   * @param admin login name and public keys
   * @return this builder
   */
  default B admin(AdminAccess admin) {
    host().admin(admin);
    return self();
  }

  /**
   * Chooses the operating system; Debian 13 if not given.
   *
   * @param image of generation 2, at an exact version
   * @return this builder
   */
  default B image(ImageSpec image) {
    host().image(image);
    return self();
  }

  /**
   * Says what the host does at its first boot.
   *
   * @param customData a cloud-config document that Azure takes
   * @return this builder
   */
  default B customData(CustomData customData) {
    host().customData(customData);
    return self();
  }

  /**
   * Gives the host its identity; a new one that may read nothing if not given.
   *
   * @param identity the host's only one
   * @return this builder
   */
  default B identity(HostIdentity identity) {
    host().identity(identity);
    return self();
  }

  /**
   * Puts a firewall in front of this one host, for a subnet that it does not guard as a whole.
   *
   * @param firewall guards the host before it starts
   * @return this builder
   */
  default B firewall(Firewall firewall) {
    host().firewall(firewall);
    return self();
  }

  /**
   * Chooses a VM size of the catalogue; this or {@link #size} is required.
   *
   * @param name for example Standard_D16s_v6
   * @return this builder
   * @throws IllegalArgumentException if the catalogue does not know it
   */
  default B vmSize(String name) {
    return size(HostProps.size(name));
  }

  /**
   * Chooses a VM size by its figures; this or {@link #vmSize} is required.
   *
   * @param size processors, memory in MiB and ceilings, from Azure's page of the size
   * @return this builder
   */
  default B size(VmSize size) {
    host().size(size);
    return self();
  }
}
