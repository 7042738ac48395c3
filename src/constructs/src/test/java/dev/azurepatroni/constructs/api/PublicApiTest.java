package dev.azurepatroni.constructs.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.constructs.cluster.PatroniCluster;
import dev.azurepatroni.topology.ClusterPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicApiTest {
  @ParameterizedTest
  @CsvSource({
    "topology, dev.azurepatroni.topology.ClusterPlan",
    "constructs, dev.azurepatroni.constructs.cluster.PatroniCluster"
  })
  void whatOtherProjectsCanNameIsAsCommitted(String module, Class<?> one) throws IOException {
    Path listing = Path.of("../%s/api.txt".formatted(module));
    Collection<String> actual = PublicApi.ofModuleOf(one);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(listing, String.join("\n", actual) + "\n");
    }
    Collection<String> committed = Files.readAllLines(listing);

    assertThat(without(committed, actual))
        .as(
            "gone from %s: code of other projects that names it no longer compiles or links; give"
                + " it back, deprecated, or accept that the next release is a breaking one"
                + " (docs/reference/library.md) and run again with -Dgolden.update=true",
            module)
        .isEmpty();
    assertThat(without(actual, committed))
        .as("new in %s; if it is to be public, run again with -Dgolden.update=true", module)
        .isEmpty();
  }

  @Test
  void membersAndNestedBuildersAreListedAndWhatIsInsideIsNot() throws IOException {
    assertThat(PublicApi.ofModuleOf(PatroniCluster.class))
        .contains(
            "public final class dev.azurepatroni.constructs.cluster.PatroniCluster"
                + " < software.constructs.Construct",
            "public static dev.azurepatroni.constructs.cluster.PatroniCluster$Builder"
                + " dev.azurepatroni.constructs.cluster.PatroniCluster$Builder.create("
                + "software.constructs.Construct,java.lang.String)",
            "public static final int dev.azurepatroni.constructs.cluster.ClusterPorts.PGBOUNCER")
        .noneMatch(line -> line.contains("ClusterParts"));
    assertThat(PublicApi.ofModuleOf(ClusterPlan.class))
        .contains(
            "public java.util.List<dev.azurepatroni.topology.host.Host>"
                + " dev.azurepatroni.topology.ClusterPlan.voters()",
            "public dev.azurepatroni.topology.spec.DiskSpec"
                + " dev.azurepatroni.topology.spec.DiskSpecBuilder.build()")
        .noneMatch(line -> line.contains(".DiskSpec(java"));
  }

  private static Set<String> without(Collection<String> all, Collection<String> these) {
    Set<String> left = new TreeSet<>(all);
    left.removeAll(Set.copyOf(these));
    return left;
  }
}
