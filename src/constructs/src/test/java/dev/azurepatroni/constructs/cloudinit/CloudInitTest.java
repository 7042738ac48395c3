package dev.azurepatroni.constructs.cloudinit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.azurepatroni.topology.Topology;
import dev.azurepatroni.topology.TopologyPlan;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.Role;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ClusterSpecBuilder;
import dev.azurepatroni.topology.spec.EtcdSpecBuilder;
import dev.azurepatroni.topology.spec.ThirdVoter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloudInitTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final ClusterSpec PROD = ClusterSpec.ofDefaults("pgpatroni", "germanywestcentral");

  private final CloudInit cloudInit = new CloudInit();
  private final Topology prod = topology(PROD);

  private static Topology topology(ClusterSpec spec) {
    return TopologyPlan.of(spec).topology().orElseThrow();
  }

  @Test
  void userDataIsACloudConfigThatNamesTheHost() throws IOException {
    for (Host host : prod.hosts()) {
      CustomData data = cloudInit.render(HostModel.of(prod, host));

      assertThat(data.text()).startsWith("#cloud-config\n");
      assertThat(read(data).path("hostname").textValue()).isEqualTo(host.name());
      assertThat(read(data).path("ssh_pwauth").booleanValue()).isFalse();
      assertThat(read(data).path("ssh_pwauth").isBoolean()).isTrue();
    }
  }

  @Test
  void filesReadBackAsTheTemplatesPrintedThem() throws IOException {
    Templates templates = new Templates();
    for (Host host : prod.hosts()) {
      HostModel model = HostModel.of(prod, host);
      JsonNode files = read(cloudInit.render(model)).path("write_files");

      assertThat(files).isNotEmpty();
      for (JsonNode file : files) {
        FileTable.Entry entry = entry(file.path("path").textValue(), model);
        assertThat(file.path("content").textValue())
            .isEqualTo(templates.render(entry.template(), model));
        assertThat(file.path("owner").textValue()).isEqualTo(entry.owner());
        assertThat(file.path("permissions").textValue()).isEqualTo(entry.mode());
      }
    }
  }

  @Test
  void permissionsAreTextsThatNoYamlReaderTakesForNumbers() {
    assertThat(cloudInit.render(HostModel.of(prod, prod.hosts().get(0))).text())
        .contains("permissions: \"0644\"")
        .doesNotContain("permissions: 0644");
  }

  @Test
  void hostsGetTheFilesOfTheirRolesAndNoOthers() throws IOException {
    for (Host host : prod.hosts()) {
      List<String> folders = HostRole.of(host).stream().map(HostRole::folder).toList();
      List<String> expected =
          FileTable.entries().stream()
              .filter(entry -> folders.contains(entry.role()))
              .map(FileTable.Entry::path)
              .toList();

      assertThat(paths(cloudInit.render(HostModel.of(prod, host)))).isEqualTo(expected);
    }
  }

  @Test
  void rolesFollowFromWhatTheHostIsFor() {
    assertThat(prod.hosts())
        .extracting(HostRole::of)
        .containsExactly(
            List.of(HostRole.COMMON, HostRole.ETCD, HostRole.DATABASE),
            List.of(HostRole.COMMON, HostRole.ETCD, HostRole.DATABASE),
            List.of(HostRole.COMMON, HostRole.POOLER),
            List.of(HostRole.COMMON, HostRole.POOLER),
            List.of(HostRole.COMMON, HostRole.ETCD));
  }

  @Test
  void aPoolerThatVotesIsAnEtcdHostToo() {
    Topology original =
        topology(
            ClusterSpecBuilder.builder(PROD)
                .etcd(EtcdSpecBuilder.builder().thirdVoter(ThirdVoter.POOLER).build())
                .build());
    Host last = original.poolers().get(1);

    assertThat(HostRole.of(last)).containsExactly(HostRole.COMMON, HostRole.ETCD, HostRole.POOLER);
  }

  @Test
  void onlyDatabasesGetPatroniAndOnlyPoolersGetPgbouncer() throws IOException {
    for (Host host : prod.hosts()) {
      List<String> packages = new ArrayList<>();
      read(cloudInit.render(HostModel.of(prod, host)))
          .path("packages")
          .forEach(each -> packages.add(each.asText()));

      assertThat(packages).isSorted().doesNotHaveDuplicates();
      assertThat(packages.contains("patroni")).isEqualTo(host.role() == Role.DATABASE);
      assertThat(packages.contains("pgbouncer")).isEqualTo(host.role() == Role.POOLER);
      assertThat(packages.contains("etcd-server")).isEqualTo(host.voter());
    }
  }

  @Test
  void aHostThatOthersConfigureGetsItsNameAndPackagesOnly() throws IOException {
    JsonNode document =
        read(cloudInit.packagesOnly("p-1", List.of(HostRole.COMMON, HostRole.POOLER)));

    assertThat(document.path("hostname").textValue()).isEqualTo("p-1");
    assertThat(document.path("packages").toString()).contains("pgbouncer");
    assertThat(document.has("write_files")).isFalse();
  }

  @Test
  void numbersArePrintedAsComputersReadThem() {
    String text = cloudInit.render(HostModel.of(prod, prod.hosts().get(0))).text();

    assertThat(text).contains("1048576").doesNotContain("1,048,576");
    assertThat(text).contains("fs.file-max = 1000000");
  }

  @Test
  void everyHostOfProdStaysFarBelowAzuresLimit() {
    for (Host host : prod.hosts()) {
      CustomData data = cloudInit.render(HostModel.of(prod, host));

      assertThat(data.fits()).isTrue();
      assertThat(data.bytes()).as(host.name()).isLessThan(CustomData.LIMIT_BYTES * 3 / 4);
    }
  }

  @Test
  void theLimitIsAzuresToTheByte() {
    assertThat(new CustomData("db-1", "x".repeat(65_535)).fits()).isTrue();
    assertThat(new CustomData("db-1", "x".repeat(65_536)).fits()).isFalse();
  }

  @Test
  void theLimitCountsBytesNotCharacters() {
    assertThat(new CustomData("db-1", "ü".repeat(40_000)).bytes()).isEqualTo(80_000);
  }

  @Test
  void aTerraformTokenIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CustomData("db-1", "address: ${TfToken[TOKEN.3]}"))
        .withMessageContaining("db-1");
  }

  @Test
  void azureTakesItInBase64() {
    CustomData data = cloudInit.render(HostModel.of(prod, prod.hosts().get(0)));

    assertThat(new String(Base64.getDecoder().decode(data.base64()), UTF_8)).isEqualTo(data.text());
  }

  private static JsonNode read(CustomData data) throws IOException {
    return YAML.readTree(data.text());
  }

  private static List<String> paths(CustomData data) throws IOException {
    List<String> paths = new ArrayList<>();
    read(data).path("write_files").forEach(file -> paths.add(file.path("path").asText()));
    return paths;
  }

  private static FileTable.Entry entry(String path, HostModel host) {
    List<String> folders = host.roles().stream().map(HostRole::folder).toList();
    return FileTable.entries().stream()
        .filter(entry -> entry.path().equals(path) && folders.contains(entry.role()))
        .findFirst()
        .orElseThrow();
  }
}
