package dev.azurepatroni.constructs;

import dev.azurepatroni.constructs.cloudinit.CloudInit;
import dev.azurepatroni.constructs.cloudinit.CustomData;
import dev.azurepatroni.constructs.cloudinit.HostModel;
import dev.azurepatroni.topology.Topology;
import dev.azurepatroni.topology.TopologyPlan;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.finding.Severity;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A specification worked out up to the hosts' user-data: all that needs no Terraform. */
public final class Blueprint {
  private final TopologyPlan plan;
  private final Map<String, CustomData> customData;
  private final List<Finding> findings;

  private Blueprint(TopologyPlan plan, Map<String, CustomData> customData, List<Finding> findings) {
    this.plan = plan;
    this.customData = Map.copyOf(customData);
    this.findings = List.copyOf(findings);
  }

  /**
   * Works a specification out.
   *
   * @param spec the cluster
   * @return the blueprint, with everything found on the way
   */
  public static Blueprint of(ClusterSpec spec) {
    TopologyPlan plan = TopologyPlan.of(spec);
    List<Finding> findings = new ArrayList<>(plan.findings());
    Map<String, CustomData> rendered =
        plan.topology().map(Blueprint::render).orElseGet(LinkedHashMap::new);
    findings.addAll(tooLarge(rendered));
    return new Blueprint(plan, rendered, findings);
  }

  /** The cluster; empty where there are errors. */
  public Optional<Topology> topology() {
    return plan.topology().filter(topology -> errors().isEmpty());
  }

  /**
   * The user-data of a host.
   *
   * @param host one of the topology's hosts
   */
  public CustomData customData(Host host) {
    return customData.get(host.name());
  }

  /** What keeps the cluster from being built. */
  public List<Finding> errors() {
    return of(Severity.ERROR);
  }

  /** What the cluster's owner should know. */
  public List<Finding> warnings() {
    return of(Severity.WARNING);
  }

  private List<Finding> of(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).toList();
  }

  private static Map<String, CustomData> render(Topology topology) {
    CloudInit cloudInit = new CloudInit();
    Map<String, CustomData> rendered = new LinkedHashMap<>();
    for (Host host : topology.hosts()) {
      rendered.put(host.name(), cloudInit.render(HostModel.of(topology, host)));
    }
    return rendered;
  }

  private static List<Finding> tooLarge(Map<String, CustomData> rendered) {
    Findings findings = new Findings();
    rendered.values().stream()
        .filter(data -> !data.fits())
        .forEach(
            data ->
                findings.error(
                    "postgresql.parameters",
                    "%,d bytes of compressed user-data on %s".formatted(data.bytes(), data.host()),
                    "Azure takes at most %,d bytes".formatted(CustomData.LIMIT_BYTES),
                    "shorten or drop parameters, by far the largest part a stack file can add"));
    return findings.toList();
  }
}
