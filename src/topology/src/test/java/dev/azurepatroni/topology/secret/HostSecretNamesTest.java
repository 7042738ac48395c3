package dev.azurepatroni.topology.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.host.Host;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostSecretNamesTest {
  private final ClusterPlan prod = Prod.plan();

  @Test
  void hostsOfARoleReadTheSamePasswordsAndNoOthers() {
    assertThat(labels(prod.databases()))
        .containsOnly(
            List.of(
                "ca",
                "tls",
                "postgres",
                "replicator",
                "rewind",
                "patroni-rest",
                "pgbouncer-auth",
                "application"));
    assertThat(labels(prod.poolers()))
        .containsOnly(List.of("ca", "tls", "pgbouncer-auth", "pgbouncer-admin"));
    assertThat(labels(List.of(prod.witness().orElseThrow()))).containsExactly(List.of("ca", "tls"));
  }

  @Test
  void noHostReadsAnothersKey() {
    assertThat(prod.hosts()).extracting(host -> prod.secrets(host).tls()).doesNotHaveDuplicates();
  }

  private List<List<String>> labels(List<Host> hosts) {
    return hosts.stream().map(host -> List.copyOf(prod.secrets(host).byLabel().keySet())).toList();
  }
}
