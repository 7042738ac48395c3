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
                "etcd-ca",
                "etcd-tls",
                "postgres",
                "replicator",
                "rewind",
                "patroni-rest",
                "pgbouncer-auth",
                "application",
                "backup-cipher"));
    assertThat(labels(prod.poolers()))
        .containsOnly(List.of("ca", "tls", "pgbouncer-auth", "pgbouncer-admin"));
    assertThat(labels(List.of(prod.witness().orElseThrow())))
        .containsExactly(List.of("etcd-ca", "etcd-tls"));
  }

  @Test
  void aPoolerReadsACertificateOfEtcdsAuthorityOnlyAsAMember() {
    ClusterPlan plan = Prod.plan(Prod.twoZone());

    assertThat(plan.poolers())
        .filteredOn(host -> plan.secrets(host).certificates().containsKey("etcd-tls"))
        .containsExactlyElementsOf(plan.poolers().stream().filter(Host::voter).toList())
        .hasSize(1);
  }

  @Test
  void noHostReadsAnothersKey() {
    assertThat(prod.hosts())
        .flatExtracting(host -> prod.secrets(host).certificates().values())
        .filteredOn(name -> name.endsWith("-tls"))
        .hasSize(7)
        .doesNotHaveDuplicates();
  }

  private List<List<String>> labels(List<Host> hosts) {
    return hosts.stream().map(host -> List.copyOf(prod.secrets(host).byLabel().keySet())).toList();
  }
}
