package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.providers.azurerm.lb.Lb;
import com.hashicorp.cdktf.providers.azurerm.lb.LbFrontendIpConfiguration;
import com.hashicorp.cdktf.providers.azurerm.public_ip.PublicIp;
import dev.azurepatroni.constructs.internal.Named;
import java.util.List;
import software.constructs.Construct;

/**
 * The optional endpoint on the internet: a public address of its own in front of the poolers. Who
 * may connect is the firewall's to say.
 */
public final class PublicLb extends Construct {
  private final String address;
  private final Backends backends;

  /**
   * Creates address, load balancer, pool, probe and rule.
   *
   * @param scope where in the tree
   * @param id within the scope
   * @param props name, port and probe
   * @param domainLabel first label of its DNS name, free in the region
   */
  public PublicLb(Construct scope, String id, LbProps props, String domainLabel) {
    super(scope, id);
    Named.claim(this, "load balancer", props.name());
    PublicIp ip =
        Named.as(
            props.name(),
            PublicIp.Builder.create(this, "ip")
                .name(props.name() + "-ip")
                .resourceGroupName(props.site().resourceGroup())
                .location(props.site().location())
                .allocationMethod("Static")
                .sku("Standard")
                .zones(List.of("1", "2", "3"))
                .domainNameLabel(domainLabel)
                .build());
    this.address = ip.getIpAddress();
    Lb balancer =
        Named.as(
            props.name(),
            Lb.Builder.create(this, "lb")
                .name(props.name())
                .resourceGroupName(props.site().resourceGroup())
                .location(props.site().location())
                .sku("Standard")
                .frontendIpConfiguration(
                    List.of(
                        LbFrontendIpConfiguration.builder()
                            .name(Backends.FRONTEND)
                            .publicIpAddressId(ip.getId())
                            .build()))
                .build());
    // The NAT gateway is the way out; a rule that translated outbound flows too would compete.
    this.backends = new Backends(this, props, balancer.getId(), false);
  }

  /**
   * Puts a host behind the load balancer.
   *
   * @param host any host that serves the port
   */
  public void balance(NetworkedHost host) {
    backends.add(host);
  }

  /** {@return the public address, known after the first deployment} */
  public String address() {
    return address;
  }
}
