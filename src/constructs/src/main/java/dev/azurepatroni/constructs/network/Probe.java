package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.providers.azurerm.lb_probe.LbProbe;
import dev.azurepatroni.constructs.internal.LogicalIds;
import software.constructs.Construct;

/** Health check of a load balancer's backends. */
public final class Probe {
  private final int port;
  private final String path;

  private Probe(int port, String path) {
    this.port = port;
    this.path = path;
  }

  /**
   * HTTP probe: a backend is healthy if {@code GET} returns 200.
   *
   * @param port of the backend, 1 to 65535
   * @param path with its leading slash
   * @return the probe
   */
  public static Probe http(int port, String path) {
    return new Probe(port, path);
  }

  /**
   * TCP probe: a backend is healthy if it accepts a connection.
   *
   * @param port of the backend, 1 to 65535
   * @return the probe
   */
  public static Probe tcp(int port) {
    return new Probe(port, null);
  }

  /** Creates the probe of a load balancer, and returns its id. */
  String create(Construct scope, String name, String loadBalancerId, int intervalSeconds) {
    LbProbe.Builder probe =
        LbProbe.Builder.create(scope, "probe")
            .name(name + "-probe")
            .loadbalancerId(loadBalancerId)
            .protocol(path == null ? "Tcp" : "Http")
            .port(port)
            .intervalInSeconds(intervalSeconds)
            // One failed probe is enough: a threshold of two costs an interval at every failover.
            .probeThreshold(1);
    if (path != null) {
      probe.requestPath(path);
    }
    return LogicalIds.assign(name, probe.build()).getId();
  }
}
