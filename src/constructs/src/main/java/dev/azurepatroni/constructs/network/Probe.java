package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.providers.azurerm.lb_probe.LbProbe;
import dev.azurepatroni.constructs.internal.LogicalIds;
import software.constructs.Construct;

/** Health check of a load balancer's backends. */
public final class Probe {
  private final String protocol;
  private final int port;
  private final String path;

  private Probe(String protocol, int port, String path) {
    this.protocol = protocol;
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
    return new Probe("Http", port, path);
  }

  /**
   * HTTPS probe: a backend is healthy if {@code GET} returns 200. Azure does not verify the
   * backend's certificate, and shows none; every signature of its chain must use SHA-256 or
   * stronger.
   *
   * @param port of the backend, 1 to 65535
   * @param path with its leading slash
   * @return the probe
   */
  public static Probe https(int port, String path) {
    return new Probe("Https", port, path);
  }

  /**
   * TCP probe: a backend is healthy if it accepts a connection.
   *
   * @param port of the backend, 1 to 65535
   * @return the probe
   */
  public static Probe tcp(int port) {
    return new Probe("Tcp", port, null);
  }

  /** Creates the probe of a load balancer, and returns its id. */
  String create(Construct scope, String name, String loadBalancerId, int intervalSeconds) {
    LbProbe.Builder probe =
        LbProbe.Builder.create(scope, "probe")
            .name(name + "-probe")
            .loadbalancerId(loadBalancerId)
            .protocol(protocol)
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
