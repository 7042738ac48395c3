package dev.azurepatroni.constructs.synth;

import dev.azurepatroni.constructs.cluster.PatroniCluster;
import dev.azurepatroni.constructs.secrets.Vault;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ClusterSpecBuilder;
import java.util.List;
import java.util.function.Consumer;

/** The prod cluster as test data, and its variations. */
public final class Prod {
  /** Prod as it is, synthesised once for all tests. */
  public static final Synth SYNTH = Synth.cluster(spec());

  public static final List<String> HOSTS =
      List.of(
          "pgpatroni-1", "pgpatroni-2", "pgpatroni-pgb-1", "pgpatroni-pgb-2", "pgpatroni-witness");

  public static final List<String> DATABASES = HOSTS.subList(0, 2);

  private Prod() {}

  /** Defaults, and the network that deploys. */
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

  /** Prod with something changed, synthesised. */
  public static Synth synthWith(Consumer<ClusterSpecBuilder> change) {
    return Synth.cluster(with(change));
  }

  /** Prod with a vault of somebody else, synthesised. */
  public static Synth synthIn(Vault vault) {
    return Synth.of(
        stack ->
            PatroniCluster.Builder.create(stack, "pgpatroni").spec(spec()).vault(vault).build());
  }

  /** Prod with a third database node in place of the witness. */
  public static ClusterSpec threeNodes() {
    return with(prod -> prod.database(database -> database.nodes(3)));
  }
}
