package dev.azurepatroni.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.finding.Severity;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ClusterSpecBuilder;
import dev.azurepatroni.topology.spec.TieBreaker;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The prod cluster as test data, its variations, and what the planner makes of them. */
public final class Prod {
  private Prod() {}

  /** Prod as it is: defaults, and the network that deploys. */
  public static ClusterSpec spec() {
    return ClusterSpecBuilder.builder(ClusterSpec.ofDefaults("pgpatroni", "germanywestcentral"))
        .vault(vault -> vault.allowedCidrs(List.of("203.0.113.0/24")))
        .build();
  }

  /** Prod with something changed. */
  public static ClusterSpec with(Consumer<ClusterSpecBuilder> change) {
    ClusterSpecBuilder builder = ClusterSpecBuilder.builder(spec());
    change.accept(builder);
    return builder.build();
  }

  /** The original layout: the tie-breaker on the last pooler. */
  public static ClusterSpec twoZone() {
    return with(prod -> prod.etcd(etcd -> etcd.tieBreaker(TieBreaker.POOLER)));
  }

  /** Prod with a third database node in place of the witness. */
  public static ClusterSpec threeNodes() {
    return with(prod -> prod.database(database -> database.nodes(3)));
  }

  /** Prod with a PostgreSQL parameter overridden. */
  public static ClusterSpec withParameter(String name, String value) {
    return with(prod -> prod.postgresql(postgresql -> postgresql.parameters(Map.of(name, value))));
  }

  /** Prod's plan. */
  public static ClusterPlan plan() {
    return plan(spec());
  }

  /** The plan of a specification that has no error. */
  public static ClusterPlan plan(ClusterSpec spec) {
    return ClusterPlan.of(spec);
  }

  /** Errors and warnings about a specification. */
  public static List<Finding> findings(ClusterSpec spec) {
    try {
      return ClusterPlan.of(spec).warnings();
    } catch (InvalidClusterException e) {
      return e.findings();
    }
  }

  /** The errors of a specification; without one there is a plan. */
  public static List<Finding> errors(ClusterSpec spec) {
    return of(spec, Severity.ERROR);
  }

  /** The error of a specification that has just one. */
  public static Finding onlyError(ClusterSpec spec) {
    List<Finding> errors = errors(spec);
    assertThat(errors).hasSize(1);
    return errors.get(0);
  }

  /** The warnings about a specification. */
  public static List<Finding> warnings(ClusterSpec spec) {
    return of(spec, Severity.WARNING);
  }

  private static List<Finding> of(ClusterSpec spec, Severity severity) {
    return findings(spec).stream().filter(finding -> finding.severity() == severity).toList();
  }
}
