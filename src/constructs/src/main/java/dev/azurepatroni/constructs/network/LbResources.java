package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.ITerraformDependable;
import com.hashicorp.cdktf.providers.azurerm.lb.Lb;
import com.hashicorp.cdktf.providers.azurerm.lb.LbFrontendIpConfiguration;
import com.hashicorp.cdktf.providers.azurerm.lb_backend_address_pool.LbBackendAddressPool;
import com.hashicorp.cdktf.providers.azurerm.lb_rule.LbRule;
import com.hashicorp.cdktf.providers.azurerm.network_interface_backend_address_pool_association.NetworkInterfaceBackendAddressPoolAssociation;
import dev.azurepatroni.constructs.internal.LogicalIds;
import java.util.List;
import software.constructs.Construct;

/** What both load balancers consist of: the balancer, a pool of backends, a probe and a rule. */
final class LbResources {
  static final List<String> EVERY_ZONE = List.of("1", "2", "3");

  private static final String FRONTEND = "frontend";

  private final Construct scope;
  private final LbProps props;
  private final String loadBalancerId;
  private final String backendPoolId;

  /**
   * Creates the resources.
   *
   * @param frontend its address; its name is set here
   * @param disableOutboundSnat null leaves Azure's default
   * @param prerequisites what must exist before the load balancer
   */
  LbResources(
      Construct scope,
      LbProps props,
      LbFrontendIpConfiguration.Builder frontend,
      Boolean disableOutboundSnat,
      List<ITerraformDependable> prerequisites) {
    this.scope = scope;
    this.props = props;
    LogicalIds.claim(scope, "load balancer", props.name());
    this.loadBalancerId =
        LogicalIds.assign(
                props.name(),
                Lb.Builder.create(scope, "lb")
                    .name(props.name())
                    .resourceGroupName(props.location().resourceGroup())
                    .location(props.location().region())
                    .sku("Standard")
                    .frontendIpConfiguration(List.of(frontend.name(FRONTEND).build()))
                    .dependsOn(prerequisites)
                    .build())
            .getId();
    this.backendPoolId =
        LogicalIds.assign(
                props.name(),
                LbBackendAddressPool.Builder.create(scope, "pool")
                    .name(props.name() + "-pool")
                    .loadbalancerId(loadBalancerId)
                    .build())
            .getId();
    rule(disableOutboundSnat);
  }

  private void rule(Boolean disableOutboundSnat) {
    String name = props.name();
    LogicalIds.assign(
        name,
        LbRule.Builder.create(scope, "rule")
            .name(name + "-rule")
            .loadbalancerId(loadBalancerId)
            .protocol("Tcp")
            .frontendIpConfigurationName(FRONTEND)
            .frontendPort(props.port())
            .backendPort(props.port())
            .backendAddressPoolIds(List.of(backendPoolId))
            .probeId(
                props.probe().create(scope, name, loadBalancerId, props.probeIntervalSeconds()))
            .idleTimeoutInMinutes(props.idleTimeoutMinutes())
            .tcpResetEnabled(true)
            .disableOutboundSnat(disableOutboundSnat)
            .build());
  }

  void addBackend(NetworkedHost host) {
    LogicalIds.assign(
        props.name() + "-" + host.hostName(),
        NetworkInterfaceBackendAddressPoolAssociation.Builder.create(scope, "to-" + host.hostName())
            .networkInterfaceId(host.networkInterfaceId())
            .ipConfigurationName(host.ipConfigurationName())
            .backendAddressPoolId(backendPoolId)
            .build());
  }

  int port() {
    return props.port();
  }

  String backendPoolId() {
    return backendPoolId;
  }
}
