package dev.azurepatroni.verify.deployment;

import dev.azurepatroni.topology.budget.FaultKind;
import dev.azurepatroni.verify.client.Endpoint;
import java.util.List;
import java.util.Map;

/**
 * A deployed cluster, as its Terraform outputs describe it.
 *
 * @param pooler where applications connect
 * @param database the leader itself
 * @param databases PostgreSQL on each database host
 * @param poolers PgBouncer on each pooler
 * @param hosts address of every host, by name
 * @param voters names of the hosts that vote in etcd
 * @param maxClients how many clients a pooler is configured for
 * @param budget how long each fault may stop writes, as calculated at synthesis
 * @param secrets a command that prints each secret, by what it is
 */
public record DeployedCluster(
    Endpoint pooler,
    Endpoint database,
    List<Endpoint> databases,
    List<Endpoint> poolers,
    Map<String, String> hosts,
    List<String> voters,
    int maxClients,
    List<Budget> budget,
    Map<String, String> secrets) {

  /**
   * How long a fault may stop writes through the poolers.
   *
   * @param fault which fault
   * @param best seconds
   * @param worst seconds; infinite if only a person or the return of a zone ends the gap
   */
  public record Budget(FaultKind fault, double best, double worst) {
    /** What a measurement may exceed it by, in seconds: clients write, and clocks are read. */
    private static final double TOLERANCE = 0.5;

    /** Whether a measured gap, in seconds, is longer than the budget allows. */
    public boolean exceededBy(double gap) {
      return gap > worst + TOLERANCE;
    }

    /** Whether the cluster recovers from the fault by itself. */
    public boolean bounded() {
      return Double.isFinite(worst);
    }
  }

  /** Keeps copies. */
  public DeployedCluster {
    databases = List.copyOf(databases);
    poolers = List.copyOf(poolers);
    voters = List.copyOf(voters);
    budget = List.copyOf(budget);
  }

  /**
   * The RTO budget of a fault.
   *
   * @throws IllegalArgumentException if the outputs have none
   */
  public Budget budget(FaultKind fault) {
    return budget.stream()
        .filter(candidate -> candidate.fault() == fault)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the output rto_budget has no fault %s: deploy the stack with this version"
                        .formatted(fault.id())));
  }
}
