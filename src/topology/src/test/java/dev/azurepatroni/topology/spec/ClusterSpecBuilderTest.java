package dev.azurepatroni.topology.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterSpecBuilderTest {
  @Test
  void nestedPartsAreChangedInPlaceAndKeepTheirOtherDefaults() {
    ClusterSpec spec =
        ClusterSpec.builder()
            .name("orders")
            .location("germanywestcentral")
            .network(network -> network.subnet("10.50.7.0/24"))
            .database(database -> database.nodes(3).walDisk(disk -> disk.sizeGb(256)))
            .etcd(etcd -> etcd.witness(witness -> witness.zone("2")))
            .patroni(patroni -> patroni.ttl(30))
            .patroni(patroni -> patroni.loopWait(10))
            .build();

    assertThat(spec.network()).isEqualTo(NetworkSpec.builder().subnet("10.50.7.0/24").build());
    assertThat(spec.database().nodes()).isEqualTo(3);
    assertThat(spec.database().walDisk()).isEqualTo(new DiskSpec(256, 20_000, 600));
    assertThat(spec.database().dataDisk()).isEqualTo(new DiskSpec(1024, 80_000, 1200));
    assertThat(spec.etcd().witness().zone()).isEqualTo("2");
    assertThat(spec.patroni()).isEqualTo(PatroniSpec.builder().ttl(30).loopWait(10).build());
  }

  @Test
  void aBuilderOfASpecificationCopiesEveryPart() {
    ClusterSpec spec =
        ClusterSpec.builder()
            .name("orders")
            .location("germanywestcentral")
            .zones(List.of("2", "3"))
            .network(network -> network.subnet("10.50.7.0/24"))
            .database(database -> database.vmSize("Standard_D8s_v6").osDiskGb(128))
            .poolers(poolers -> poolers.nodes(3))
            .etcd(etcd -> etcd.tieBreaker(TieBreaker.POOLER))
            .postgresql(postgresql -> postgresql.maxConnections(300))
            .patroni(patroni -> patroni.ttl(30))
            .packages(packages -> packages.debianMirror("http://10.50.9.1/debian"))
            .loadBalancers(balancers -> balancers.probeIntervalSeconds(10))
            .publicEndpoint(endpoint -> endpoint.enabled(true))
            .ssh(ssh -> ssh.user("operator"))
            .image(image -> image.version("1.2.3"))
            .vault(vault -> vault.name("orders-secrets"))
            .backup(
                backup ->
                    backup
                        .enabled(false)
                        .storage(storage -> storage.name("ordersbak").replication("LRS"))
                        .generation(2)
                        .retentionDays(30)
                        .fullEveryDays(10)
                        .differentialEveryHours(12)
                        .window("23:00-03:00")
                        .archiveTimeoutSeconds(30)
                        .walQueueGb(5)
                        .processes(3)
                        .encryption(false)
                        .restoreTestEveryDays(14))
            .monitoring(monitoring -> monitoring.enabled(false))
            .tags(Map.of("team", "orders"))
            .vmSizes(Map.of())
            .build();

    assertThat(ClusterSpecBuilder.builder(spec).build()).isEqualTo(spec);
  }
}
