package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.providers.azurerm.lb_backend_address_pool.LbBackendAddressPool;
import com.hashicorp.cdktf.providers.azurerm.lb_probe.LbProbe;
import com.hashicorp.cdktf.providers.azurerm.lb_rule.LbRule;
import com.hashicorp.cdktf.providers.azurerm.network_interface_backend_address_pool_association.NetworkInterfaceBackendAddressPoolAssociation;
import dev.azurepatroni.constructs.internal.Named;
import java.util.List;
import software.constructs.Construct;

/** Pool, probe and the one rule of a load balancer, alike for an internal and a public frontend. */
final class Backends {
  static final String FRONTEND = "frontend";

  private final Construct scope;
  private final String name;
  private final String poolId;

  Backends(Construct scope, LbProps props, String loadBalancerId, boolean outboundAsWell) {
    this.scope = scope;
    this.name = props.name();
    this.poolId =
        Named.as(
                name,
                LbBackendAddressPool.Builder.create(scope, "pool")
                    .name(name + "-pool")
                    .loadbalancerId(loadBalancerId)
                    .build())
            .getId();
    LbProbe.Builder probe =
        LbProbe.Builder.create(scope, "probe")
            .name(name + "-probe")
            .loadbalancerId(loadBalancerId)
            .protocol(props.probe().path().isPresent() ? "Http" : "Tcp")
            .port(props.probe().port())
            .intervalInSeconds(props.probeIntervalSeconds())
            // One failed probe is enough: a threshold of two costs an interval at every failover.
            .probeThreshold(1);
    props.probe().path().ifPresent(probe::requestPath);
    LbRule.Builder rule =
        LbRule.Builder.create(scope, "rule")
            .name(name + "-rule")
            .loadbalancerId(loadBalancerId)
            .protocol("Tcp")
            .frontendIpConfigurationName(FRONTEND)
            .frontendPort(props.port())
            .backendPort(props.port())
            .backendAddressPoolIds(List.of(poolId))
            .probeId(Named.as(name, probe.build()).getId())
            .idleTimeoutInMinutes(props.idleTimeoutMinutes())
            .tcpResetEnabled(true);
    if (!outboundAsWell) {
      rule.disableOutboundSnat(true);
    }
    Named.as(name, rule.build());
  }

  void add(NetworkedHost host) {
    Named.as(
        name + "-" + host.hostName(),
        NetworkInterfaceBackendAddressPoolAssociation.Builder.create(
                scope, "balances-" + host.hostName())
            .networkInterfaceId(host.networkInterfaceId())
            .ipConfigurationName(host.ipConfigurationName())
            .backendAddressPoolId(poolId)
            .build());
  }

  String poolId() {
    return poolId;
  }
}
