package dev.azurepatroni.constructs.compute;

import com.hashicorp.cdktf.ITerraformDependable;
import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.cloudinit.CustomData;
import dev.azurepatroni.constructs.internal.LogicalIds;
import dev.azurepatroni.constructs.network.Firewall;
import dev.azurepatroni.constructs.network.Subnet;
import dev.azurepatroni.constructs.secrets.HostIdentity;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.hardware.VmSizeCatalogue;
import dev.azurepatroni.topology.spec.DiskSpec;
import dev.azurepatroni.topology.spec.ImageSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.constructs.Construct;

/**
 * A Debian host with a static private address, an identity of its own, and data disks that outlive
 * it.
 *
 * <p>Creates network interface and VM, one Premium SSD v2 disk with its attachment for each {@link
 * Builder#disk}, and an identity unless one is given. Required: location, subnet, name, zone,
 * address, size (or vmSize), admin, customData. A change of the admin's keys, image or customData
 * does not replace an existing VM; a change of the admin's name does.
 */
public final class VirtualMachine extends Construct implements ClusterHost {
  private final HostProps props;
  private final HostIdentity identity;
  private final String networkInterfaceId;
  private final String vmId;
  private final List<ITerraformDependable> attachments;

  private VirtualMachine(Construct scope, String id, HostProps props) {
    super(scope, id);
    this.props = props;
    LogicalIds.claim(this, "host", props.name());
    this.identity = props.identity() == null ? ownIdentity() : props.identity();
    MachineResources resources = new MachineResources(this, props);
    this.networkInterfaceId = resources.networkInterface(ipConfigurationName());
    this.vmId =
        resources.virtualMachine(networkInterfaceId, identity.identityId(), prerequisites());
    this.attachments = props.disks().stream().map(disk -> resources.attach(disk, vmId)).toList();
  }

  private HostIdentity ownIdentity() {
    return HostIdentity.Builder.create(this, "identity")
        .location(props.location())
        .name(props.name())
        .build();
  }

  /** A host boots once only with packages, secrets and firewall in place, so it waits for them. */
  private List<ITerraformDependable> prerequisites() {
    List<ITerraformDependable> prerequisites = new ArrayList<>(props.subnet().dependencies());
    if (props.firewall() != null) {
      prerequisites.add(props.firewall().guard(this));
    }
    prerequisites.addAll(identity.grants());
    return prerequisites;
  }

  @Override
  public String hostName() {
    return props.name();
  }

  @Override
  public String privateIp() {
    return props.address();
  }

  @Override
  public String zone() {
    return props.zone();
  }

  @Override
  public String vmId() {
    return vmId;
  }

  @Override
  public String networkInterfaceId() {
    return networkInterfaceId;
  }

  @Override
  public HostIdentity identity() {
    return identity;
  }

  @Override
  public List<ITerraformDependable> attachments() {
    return attachments;
  }

  /** Builder of a {@link VirtualMachine}. */
  public static final class Builder {
    private final Construct scope;
    private final String id;
    private final HostPropsBuilder props = HostPropsBuilder.builder();
    private final List<Disk> disks = new ArrayList<>();

    private Builder(Construct scope, String id) {
      this.scope = scope;
      this.id = id;
    }

    /**
     * Starts a builder.
     *
     * @param scope parent construct
     * @param id unique within the scope
     * @return a builder
     */
    public static Builder create(Construct scope, String id) {
      return new Builder(scope, id);
    }

    /**
     * Sets resource group and region; required.
     *
     * @param location of its resources
     * @return this builder
     */
    public Builder location(AzureLocation location) {
      props.location(location);
      return this;
    }

    /**
     * Sets the subnet; required.
     *
     * @param subnet created or imported
     * @return this builder
     */
    public Builder subnet(Subnet subnet) {
      props.subnet(subnet);
      return this;
    }

    /**
     * Sets the name of host and VM; required.
     *
     * @param name unique in the stack
     * @return this builder
     */
    public Builder name(String name) {
      props.name(name);
      return this;
    }

    /**
     * Sets the availability zone; required.
     *
     * @param zone {@code 1}, {@code 2} or {@code 3}
     * @return this builder
     */
    public Builder zone(String zone) {
      props.zone(zone);
      return this;
    }

    /**
     * Sets the private address; required.
     *
     * @param address in the subnet, a literal: {@code 10.50.1.4}
     * @return this builder
     */
    public Builder address(String address) {
      props.address(address);
      return this;
    }

    /**
     * Sets the size by name; this or {@code size} is required.
     *
     * @param vmSize of the catalogue, {@code Standard_D2s_v6}
     * @return this builder
     * @throws IllegalArgumentException if the catalogue does not have it
     */
    public Builder vmSize(String vmSize) {
      props.size(
          VmSizeCatalogue.with(Map.of())
              .find(vmSize)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "VM size %s is not in the catalogue; give its figures with size(new VmSize(...))"
                              .formatted(vmSize))));
      return this;
    }

    /**
     * Sets the size by its figures; this or {@code vmSize} is required.
     *
     * @param size name, memory, disk limits and controller
     * @return this builder
     */
    public Builder size(VmSize size) {
      props.size(size);
      return this;
    }

    /**
     * Sets the size of the operating-system disk; default 32.
     *
     * @param osDiskGb GiB, 30 or more for the default image
     * @return this builder
     */
    public Builder osDiskGb(int osDiskGb) {
      props.osDiskGb(osDiskGb);
      return this;
    }

    /**
     * Adds a Premium SSD v2 disk that Terraform does not destroy; default none.
     *
     * @param label within the host, {@code data}: the disk is named {@code HOST-LABEL}
     * @param lun by which the host finds it, unique within the host
     * @param spec size and provisioned performance
     * @return this builder
     */
    public Builder disk(String label, int lun, DiskSpec spec) {
      disks.add(new Disk(label, lun, spec));
      return this;
    }

    /**
     * Sets the administrator; required.
     *
     * @param admin login name and public keys
     * @return this builder
     */
    public Builder admin(AdminAccess admin) {
      props.admin(admin);
      return this;
    }

    /**
     * Sets the operating system; default a pinned Debian 13.
     *
     * @param image of generation 2, at an exact version
     * @return this builder
     */
    public Builder image(ImageSpec image) {
      props.image(image);
      return this;
    }

    /**
     * Sets what cloud-init does at the first boot; required.
     *
     * @param customData a cloud-config document
     * @return this builder
     */
    public Builder customData(CustomData customData) {
      props.customData(customData);
      return this;
    }

    /**
     * Sets the host's only identity; default a new one without grants.
     *
     * @param identity created before the host, with its grants
     * @return this builder
     */
    public Builder identity(HostIdentity identity) {
      props.identity(identity);
      return this;
    }

    /**
     * Attaches a firewall to this host alone, for a subnet without one; default none.
     *
     * @param firewall created before the host
     * @return this builder
     */
    public Builder firewall(Firewall firewall) {
      props.firewall(firewall);
      return this;
    }

    /**
     * Creates the host.
     *
     * @return the host
     * @throws IllegalArgumentException if a required value is missing, naming it, or the name is
     *     taken
     */
    public VirtualMachine build() {
      HostProps built = props.disks(disks).build();
      built.check("VirtualMachine " + id);
      return new VirtualMachine(scope, id, built);
    }
  }
}
