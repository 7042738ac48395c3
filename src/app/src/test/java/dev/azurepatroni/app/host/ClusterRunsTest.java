package dev.azurepatroni.app.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The etcd voters of a stack and its first database host, run from their own files. */
@ExtendWith(DebianRoot.Needed.class)
class ClusterRunsTest {
  private static final SmallCluster MISSPELT = new SmallCluster("lab", Map.of("work_memm", "64MB"));

  @TempDir private static Path folder;
  private static Map<String, Path> left = Map.of();

  @BeforeAll
  static void runTheClusters() throws IOException, InterruptedException, ExecutionException {
    Path postgres = EmbeddedPostgres.unpack(Files.createDirectory(folder.resolve("postgres")));
    Map<String, Callable<Path>> runs = new HashMap<>();
    for (String stack : List.of("prod", "two-zone", "three-nodes", "lab")) {
      runs.put(stack, () -> new SmallCluster(stack).run(folder.resolve(stack), postgres));
    }
    runs.put("misspelt", () -> MISSPELT.run(folder.resolve("misspelt"), postgres));
    left = Sandbox.runAll(runs);
  }

  private static List<String> differences(String name, SmallCluster cluster) throws IOException {
    List<JsonNode> settings = new ArrayList<>();
    json(name, "settings").forEach(settings::add);
    json(name, "tcp-settings").forEach(settings::add);
    return SettingsReport.differences(cluster.parameters(), settings);
  }

  private static JsonNode json(String name, String file) throws IOException {
    return RenderedHost.json(text(name, file + ".json"));
  }

  private static String text(String name, String file) throws IOException {
    return Files.readString(left.get(name).resolve(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "three-nodes", "lab"})
  void everyParameterIsInForceWithTheMeantValueAndSource(String stack) throws IOException {
    assertThat(differences(stack, new SmallCluster(stack))).isEmpty();
    assertThat(json(stack, "file-errors")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "three-nodes", "lab"})
  void whatCannotRunHereIsReadAllTheSame(String stack) throws IOException {
    Map<String, String> meant = new SmallCluster(stack).stoodIn();
    List<String> read = text(stack, "stood-in").lines().toList();

    assertThat(meant).containsOnlyKeys("shared_buffers", "wal_compression");
    // Printed in the parameter's own unit.
    assertThat(Quantity.canonical(read.get(0), "integer", "8kB"))
        .isEqualTo(Quantity.canonical(meant.get("shared_buffers"), "integer", "8kB"));
    assertThat(read.get(1)).isEqualTo(meant.get("wal_compression"));
  }

  @Test
  void aMisspeltParameterIsFound() throws IOException {
    assertThat(differences("misspelt", MISSPELT))
        .containsExactly("work_memm = 64MB: PostgreSQL knows no such parameter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "three-nodes", "lab"})
  void postgresqlIsThePinnedOneWithChecksumsAndUtf8(String stack) throws IOException {
    assertThat(json(stack, "checksums").toString()).contains("\"on\"", "\"16.10\"");
    assertThat(json(stack, "databases").findValuesAsText("encoding")).containsOnly("UTF8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "three-nodes", "lab"})
  void everyRuleOfPgHbaIsReadAndNetworksNeedTls(String stack) throws IOException {
    JsonNode rules = json(stack, "hba");

    assertThat(rules).isNotEmpty();
    assertThat(rules).allMatch(rule -> rule.path("error").isNull(), "has no error");
    assertThat(rules)
        .filteredOn(rule -> rule.path("type").asText().equals("host"))
        .allMatch(rule -> rule.path("auth_method").asText().equals("reject"), "rejects");
    assertThat(rules)
        .filteredOn(rule -> rule.path("type").asText().equals("hostssl"))
        .isNotEmpty()
        .allMatch(
            rule -> List.of("scram-sha-256", "cert").contains(rule.path("auth_method").asText()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "three-nodes", "lab"})
  void patroniAcceptsItsConfiguration(String stack) throws IOException {
    assertThat(text(stack, "validated")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "three-nodes", "lab"})
  void patroniAdjustsNoTimeoutAndWouldAdjustATtlOf18(String stack) throws IOException {
    assertThat(text(stack, "adjusted")).isEmpty();
    assertThat(text(stack, "adjusted-18"))
        .contains("ttl=18 can't be smaller than 20, adjusting...", "ttl is 20, not 18");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "three-nodes", "lab"})
  void threeVotersAreOneClusterWithTheirOwnQuotaEach(String stack) throws IOException {
    assertThat(json(stack, "members").path("members").findValuesAsText("name"))
        .containsExactlyInAnyOrderElementsOf(new SmallCluster(stack).voters())
        .hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "three-nodes", "lab"})
  void etcdRefusesClientsWithoutCertificate(String stack) {
    assertThat(left.get(stack).resolve("refused")).isNotEmptyFile();
    assertThat(left.get(stack).resolve("not-refused")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "three-nodes", "lab"})
  void directSessionsAndPoolersHaveTheirOwnLimits(String stack) throws IOException {
    Map<String, Integer> limits = new HashMap<>();
    json(stack, "roles")
        .forEach(
            role -> limits.put(role.path("rolname").asText(), role.path("rolconnlimit").asInt()));

    boolean lab = stack.equals("lab");
    assertThat(limits)
        .containsEntry("application", lab ? 170 : 430)
        .containsEntry("application_direct", lab ? 20 : 50)
        .containsEntry("direct_sessions", -1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "three-nodes", "lab"})
  void noRoleButPostgresIsASuperuser(String stack) throws IOException {
    Map<String, Boolean> superusers = new HashMap<>();
    json(stack, "roles")
        .forEach(
            role ->
                superusers.put(role.path("rolname").asText(), role.path("rolsuper").asBoolean()));

    assertThat(superusers)
        .containsKeys("replicator", "rewind", "pgbouncer_auth", "application")
        .allSatisfy((role, superuser) -> assertThat(superuser).isEqualTo(role.equals("postgres")));
  }
}
