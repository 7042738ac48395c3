package dev.azurepatroni.examples;

import com.hashicorp.cdktf.TerraformOutput;
import com.hashicorp.cdktf.TerraformStack;
import com.hashicorp.cdktf.TerraformVariable;
import com.hashicorp.cdktf.providers.azurerm.data_azurerm_subnet.DataAzurermSubnet;
import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.cloudinit.CustomData;
import dev.azurepatroni.constructs.compute.AdminAccess;
import dev.azurepatroni.constructs.compute.VirtualMachine;
import dev.azurepatroni.constructs.network.Firewall;
import dev.azurepatroni.constructs.network.HostGroup;
import dev.azurepatroni.constructs.network.InternalLb;
import dev.azurepatroni.constructs.network.Peer;
import dev.azurepatroni.constructs.network.Probe;
import dev.azurepatroni.constructs.network.Subnet;
import java.util.List;
import software.constructs.Construct;

/**
 * Single constructs without a cluster: two hosts that forward a port to a database elsewhere,
 * behind one address and one firewall, with user-data of the team's own.
 */
public final class ProxyStack extends TerraformStack {
  private static final int PORT = 5432;

  /** The complete configuration of a proxy. */
  private static final String USER_DATA =
      """
      #cloud-config
      packages: [haproxy]
      write_files:
      - path: /etc/haproxy/haproxy.cfg
        content: |
          defaults
            mode tcp
            timeout connect 3s
            timeout client 30m
            timeout server 30m
          listen database
            bind :5432
            server database 10.50.1.11:6432 check
      runcmd:
      - systemctl restart haproxy
      """;

  private final AzureLocation location = new AzureLocation("webshop-rg", "westeurope");
  private final Subnet subnet;
  private final AdminAccess admin;
  private final Firewall firewall;

  /**
   * Creates the stack.
   *
   * @param scope the app
   * @param id name of the stack
   */
  public ProxyStack(Construct scope, String id) {
    super(scope, id);
    Surroundings.of(this);
    TerraformVariable key =
        TerraformVariable.Builder.create(this, "ssh_public_key").type("string").build();
    this.admin = new AdminAccess("operator", List.of(key.getStringValue()));
    this.subnet =
        Subnet.fromId(
            DataAzurermSubnet.Builder.create(this, "subnet")
                .name("proxies")
                .virtualNetworkName("webshop-vnet")
                .resourceGroupName(location.resourceGroup())
                .build()
                .getId());

    this.firewall =
        Firewall.Builder.create(this, "firewall").location(location).name("webshop").build();
    HostGroup proxies = firewall.group("proxy");
    firewall.allow(Peer.cidrs("10.30.0.0/16"), proxies, PORT);
    firewall.allow(Peer.serviceTag("AzureLoadBalancer"), proxies, PORT);

    InternalLb lb =
        InternalLb.Builder.create(this, "lb")
            .location(location)
            .subnet(subnet)
            .name("webshop-proxy-lb")
            .address("10.30.2.10")
            .port(PORT)
            .probe(Probe.tcp(PORT))
            .build();
    for (VirtualMachine proxy :
        List.of(proxy("webshop-1", "1", "10.30.2.4"), proxy("webshop-2", "2", "10.30.2.5"))) {
      proxies.addMember(proxy);
      lb.addBackend(proxy);
    }

    TerraformOutput.Builder.create(this, "endpoint").value(lb.endpoint()).build();
  }

  private VirtualMachine proxy(String name, String zone, String address) {
    return VirtualMachine.Builder.create(this, name)
        .location(location)
        .subnet(subnet)
        .firewall(firewall)
        .admin(admin)
        .name(name)
        .zone(zone)
        .address(address)
        .vmSize("Standard_D2s_v6")
        .customData(new CustomData(name, USER_DATA))
        .build();
  }
}
