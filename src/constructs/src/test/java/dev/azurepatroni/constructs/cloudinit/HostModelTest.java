package dev.azurepatroni.constructs.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.HostRole;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ClusterSpecBuilder;
import dev.azurepatroni.topology.spec.TieBreaker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostModelTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final ClusterSpec PROD = ClusterSpec.ofDefaults("pgpatroni", "germanywestcentral");

  private final HostFiles files = new HostFiles();
  private final ClusterPlan prod = plan(PROD);
  private final ClusterPlan twoZone =
      plan(
          ClusterSpecBuilder.builder(PROD)
              .etcd(etcd -> etcd.tieBreaker(TieBreaker.POOLER))
              .build());

  @Test
  void aDatabaseHostHasEverySettingOfItsScripts() throws Exception {
    assertThat(hostJson(prod, "pgpatroni-2"))
        .isEqualTo(
            JSON.readTree(
                """
                {
                  "name": "pgpatroni-2", "role": "database", "address": "10.50.1.5", "voter": true,
                  "cluster": "pgpatroni", "scope": "pg-ha", "namespace": "/service/",
                  "databases": {"pgpatroni-1": "10.50.1.4", "pgpatroni-2": "10.50.1.5"},
                  "poolers": {"pgpatroni-pgb-1": "10.50.1.6", "pgpatroni-pgb-2": "10.50.1.7"},
                  "voters": {
                    "pgpatroni-1": "10.50.1.4", "pgpatroni-2": "10.50.1.5",
                    "pgpatroni-witness": "10.50.1.9"
                  },
                  "databaseLb": "10.50.1.10", "poolerLb": "10.50.1.11",
                  "vault": "https://pgpatroni-kv.vault.azure.net",
                  "secrets": {
                    "ca": "pgpatroni-ca-certificate", "tls": "pgpatroni-2-tls",
                    "etcd-ca": "pgpatroni-etcd-ca-certificate", "etcd-tls": "pgpatroni-2-etcd-tls",
                    "postgres": "pgpatroni-postgres-password",
                    "replicator": "pgpatroni-replicator-password",
                    "rewind": "pgpatroni-rewind-password",
                    "patroni-rest": "pgpatroni-patroni-rest-password",
                    "pgbouncer-auth": "pgpatroni-pgbouncer-auth-password",
                    "application": "pgpatroni-application-password",
                    "backup-cipher": "pgpatroni-backup-cipher-password"
                  },
                  "disks": [
                    {"name": "data", "lun": 0, "sizeGb": 1024, "mount": "/pgdata"},
                    {"name": "wal", "lun": 1, "sizeGb": 512, "mount": "/pgwal"}
                  ],
                  "debianPackages": [
                    "azure-vm-utils", "ca-certificates", "chrony", "curl", "etcd-client",
                    "etcd-server", "jq", "libtss2-esys-3.0.2-0t64", "libtss2-rc0t64", "logrotate",
                    "nftables", "nvme-cli", "openssl", "postgresql-common",
                    "python3-etcd", "python3-yaml", "rsyslog", "unattended-upgrades", "xfsprogs"
                  ],
                  "pgdgPackages": ["libpq5", "patroni", "pgbackrest", "postgresql-16", "postgresql-client-16"],
                  "postgresql": 16,
                  "versions": {
                    "postgresql-16 postgresql-client-16 postgresql-plperl-16 postgresql-plpython3-16 postgresql-pltcl-16": ">= 16, < 17",
                    "patroni": ">= 4.1.4, < 5",
                    "pgbouncer": ">= 1.25.2, < 2",
                    "etcd-server etcd-client": ">= 3.5.16, < 3.6",
                    "pgbackrest": ">= 2.59.1, < 3"
                  },
                  "pgdg": "https://apt.postgresql.org/pub/repos/apt",
                  "backup": {
                    "account": "pgpatronibak",
                    "endpoint": "pgpatronibak.blob.core.windows.net",
                    "container": "backup", "path": "/pgpatroni/1", "retentionDays": 14,
                    "fullEveryDays": 7, "differentialEveryHours": 24, "window": "01:00-05:00",
                    "archiveTimeoutSeconds": 60, "walQueueBytes": 219902115840, "processes": 8,
                    "encryption": true, "restoreTestEveryDays": 7
                  },
                  "processes": 0
                }
                """));
  }

  @Test
  void aPoolerThatVotesGetsEtcdAndItsCertificateButNoOtherSecretMore() throws Exception {
    JsonNode plain = hostJson(prod, "pgpatroni-pgb-2");
    JsonNode voter = hostJson(twoZone, "pgpatroni-pgb-2");

    assertThat(plain.path("voter").booleanValue()).isFalse();
    assertThat(voter.path("voter").booleanValue()).isTrue();
    ObjectNode without = voter.path("secrets").deepCopy();
    assertThat(without.remove(List.of("etcd-ca", "etcd-tls"))).isEqualTo(plain.path("secrets"));
    assertThat(texts(voter.path("debianPackages"))).contains("etcd-server");
    assertThat(texts(plain.path("debianPackages"))).doesNotContain("etcd-server");
    assertThat(texts(voter.path("pgdgPackages"))).contains("pgbouncer");
    assertThat(voter.path("processes").intValue()).isEqualTo(8);
  }

  @Test
  void aWitnessHasNoPasswordAndNothingOfPostgresql() throws Exception {
    JsonNode witness = hostJson(prod, "pgpatroni-witness");

    assertThat(witness.path("secrets").toString())
        .isEqualTo(
            "{\"etcd-ca\":\"pgpatroni-etcd-ca-certificate\",\"etcd-tls\":\"pgpatroni-witness-etcd-tls\"}");
    assertThat(witness.path("disks")).isEmpty();
    assertThat(witness.path("pgdgPackages")).isEmpty();
    assertThat(texts(witness.path("debianPackages"))).contains("etcd-server");
  }

  @Test
  void votersKnowTheirPlaceAndOthersThatTheyHaveNone() {
    assertThat(prod.hosts())
        .extracting(host -> new HostModel(prod, host).voterIndex())
        .containsExactly(0, 1, -1, -1, 2);
  }

  @Test
  void onlyDatabasesGetPatroniAndOnlyPoolersGetPgbouncer() {
    for (ClusterPlan plan : List.of(prod, twoZone)) {
      for (Host host : plan.hosts()) {
        HostModel model = new HostModel(plan, host);

        assertThat(model.debianPackages()).isSorted().doesNotHaveDuplicates();
        assertThat(model.pgdgPackages()).isSorted().doesNotHaveDuplicates();
        assertThat(model.pgdgPackages().contains("patroni"))
            .isEqualTo(host.role() == HostRole.DATABASE);
        assertThat(model.pgdgPackages().contains("pgbouncer"))
            .isEqualTo(host.role() == HostRole.POOLER);
        assertThat(model.debianPackages().contains("etcd-server")).isEqualTo(host.voter());
        // Debian's own package carries the key and the list of the project's repository.
        assertThat(model.debianPackages().contains("postgresql-common"))
            .isEqualTo(!model.pgdgPackages().isEmpty());
      }
    }
  }

  @Test
  void everyFileOfAHostIsInItsListOfChanges() throws Exception {
    for (Host host : twoZone.hosts()) {
      List<String> listed = new ArrayList<>();
      json(twoZone, host.name(), "/etc/azure-patroni/changes.json")
          .fieldNames()
          .forEachRemaining(listed::add);

      assertThat(listed)
          .containsExactlyInAnyOrderElementsOf(
              files.of(new HostModel(twoZone, host)).stream().map(HostFile::path).toList());
    }
  }

  private JsonNode hostJson(ClusterPlan plan, String name) throws Exception {
    return json(plan, name, "/etc/azure-patroni/host.json");
  }

  private JsonNode json(ClusterPlan plan, String name, String path) throws Exception {
    Host host =
        plan.hosts().stream().filter(each -> each.name().equals(name)).findAny().orElseThrow();
    String text =
        files.of(new HostModel(plan, host)).stream()
            .filter(file -> file.path().equals(path))
            .map(HostFile::content)
            .findAny()
            .orElseThrow();
    return JSON.readTree(text);
  }

  @Test
  void everyFileFollowsTheMajorVersion() {
    ClusterPlan seventeen =
        plan(
            ClusterSpec.builder()
                .name("pgpatroni")
                .location("germanywestcentral")
                .postgresql(postgresql -> postgresql.version(17))
                .build());
    for (Host host : seventeen.hosts()) {
      new HostFiles()
          .of(new HostModel(seventeen, host))
          .forEach(
              file ->
                  assertThat(file.content())
                      .as(file.path())
                      .doesNotContainPattern(
                          "(pgdata|pgwal|postgresql)/16|postgresql(-[a-z0-9]+)?-16"));
    }
    assertThat(new HostModel(seventeen, seventeen.databases().get(0)).pgdgPackages())
        .contains("postgresql-17", "postgresql-client-17");
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.textValue()));
    return texts;
  }

  private static ClusterPlan plan(ClusterSpec spec) {
    return ClusterPlan.of(spec);
  }
}
