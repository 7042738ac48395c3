package dev.azurepatroni.constructs.cloudinit;

import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.host.Host;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cluster plan and the user-data of each of its hosts. */
public final class RenderedHosts {
  private final ClusterPlan plan;
  private final Map<String, CustomData> byName = new LinkedHashMap<>();

  private RenderedHosts(ClusterPlan plan) {
    this.plan = plan;
    CloudInit cloudInit = new CloudInit();
    plan.hosts()
        .forEach(host -> byName.put(host.name(), cloudInit.render(new HostModel(plan, host))));
  }

  /**
   * Renders every host of a cluster.
   *
   * @param plan the cluster
   * @return the user-data by host
   */
  public static RenderedHosts of(ClusterPlan plan) {
    return new RenderedHosts(plan);
  }

  /** {@return the cluster} */
  public ClusterPlan plan() {
    return plan;
  }

  /** {@return the user-data of every host, in the order of the plan} */
  public List<CustomData> all() {
    return List.copyOf(byName.values());
  }

  /**
   * The user-data of one host.
   *
   * @param host one of the plan's hosts
   * @return its user-data
   */
  public CustomData of(Host host) {
    return byName.get(host.name());
  }

  /** {@return an error for each host whose user-data is larger than Azure accepts} */
  public List<Finding> findings() {
    Findings findings = new Findings();
    byName.values().stream()
        .filter(data -> !data.fits())
        .forEach(
            data ->
                findings.error(
                    "postgresql.parameters",
                    "%,d bytes of compressed user-data on %s".formatted(data.bytes(), data.host()),
                    "Azure accepts at most %,d bytes".formatted(CustomData.LIMIT_BYTES),
                    "shorten or remove parameters; they are the largest part of the user-data that"
                        + " a specification can add"));
    return findings.toList();
  }
}
