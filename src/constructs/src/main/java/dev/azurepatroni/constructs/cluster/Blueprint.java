package dev.azurepatroni.constructs.cluster;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * A specification worked out up to the hosts' user-data: all that needs no Terraform. The user-data
 * is rendered in the background, while others build on the rest.
 */
public final class Blueprint {
  /** One thread for all: any number of clusters may be worked out at once. */
  private static final Executor BACKGROUND =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "user-data");
            thread.setDaemon(true);
            return thread;
          });

  private final TopologyPlan plan;
  private final CompletableFuture<Map<String, CustomData>> customData;

  private Blueprint(TopologyPlan plan, CompletableFuture<Map<String, CustomData>> customData) {
    this.plan = plan;
    this.customData = customData;
  }

  /**
   * Works a specification out.
   *
   * @param spec the cluster
   * @return the blueprint, with everything found on the way
   */
  public static Blueprint of(ClusterSpec spec) {
    TopologyPlan plan = TopologyPlan.of(spec);
    return new Blueprint(
        plan,
        plan.topology()
            .map(topology -> CompletableFuture.supplyAsync(() -> render(topology), BACKGROUND))
            .orElseGet(() -> CompletableFuture.completedFuture(Map.of())));
  }

  /** {@return the cluster; empty where the specification has errors} */
  public Optional<Topology> topology() {
    return plan.topology().filter(topology -> of(Severity.ERROR).isEmpty());
  }

  /**
   * The user-data of a host.
   *
   * @param host one of the topology's hosts
   * @return the user-data, waited for where it is being rendered
   */
  public CustomData customData(Host host) {
    return customData.join().get(host.name());
  }

  /** {@return what keeps the cluster from being deployed; waits for the user-data} */
  public List<Finding> errors() {
    List<Finding> errors = new ArrayList<>(of(Severity.ERROR));
    errors.addAll(tooLarge(customData.join()));
    return List.copyOf(errors);
  }

  /** {@return what the cluster's owner should know} */
  public List<Finding> warnings() {
    return of(Severity.WARNING);
  }

  private List<Finding> of(Severity severity) {
    return plan.findings().stream().filter(finding -> finding.severity() == severity).toList();
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
