package dev.azurepatroni.constructs.cloudinit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.azurepatroni.constructs.synth.UserData;
import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ClusterSpecBuilder;
import dev.azurepatroni.topology.spec.TieBreaker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class CloudInitTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final ClusterSpec PROD = ClusterSpec.ofDefaults("pgpatroni", "germanywestcentral");

  private static final String NOISE = noise();

  private final CloudInit cloudInit = new CloudInit();
  private final ClusterPlan prod = plan(PROD);

  private static ClusterPlan plan(ClusterSpec spec) {
    return ClusterPlan.of(spec);
  }

  @Test
  void userDataIsACloudConfigThatNamesTheHost() throws IOException {
    for (Host host : prod.hosts()) {
      CustomData data = cloudInit.render(new HostModel(prod, host));

      assertThat(data.text()).startsWith("#cloud-config\n");
      assertThat(read(data).path("hostname").textValue()).isEqualTo(host.name());
      assertThat(read(data).path("ssh_pwauth").booleanValue()).isFalse();
      assertThat(read(data).path("ssh_pwauth").isBoolean()).isTrue();
    }
  }

  @Test
  void filesReadBackAsTheyWereRendered() throws IOException {
    HostFiles files = new HostFiles();
    for (Host host : prod.hosts()) {
      HostModel model = new HostModel(prod, host);
      List<HostFile> read = new ArrayList<>();
      for (JsonNode file : read(cloudInit.render(model)).path("write_files")) {
        read.add(
            new HostFile(
                file.path("path").textValue(),
                file.path("owner").textValue(),
                file.path("permissions").textValue(),
                file.path("content").textValue(),
                false));
      }

      assertThat(read)
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("archived")
          .containsExactlyElementsOf(files.of(model))
          .isNotEmpty();
    }
  }

  @Test
  void permissionsAreTextsThatNoYamlReaderTakesForNumbers() {
    assertThat(cloudInit.render(new HostModel(prod, prod.hosts().get(0))).text())
        .contains("permissions: \"0644\"")
        .doesNotContain("permissions: 0644");
  }

  @Test
  void hostsGetTheFilesOfTheirRolesAndNoOthers() throws IOException {
    for (Host host : prod.hosts()) {
      List<String> folders = Component.of(host).stream().map(Component::folder).toList();
      int processes = new HostModel(prod, host).processes();
      List<String> expected =
          FileTable.entries().stream()
              .filter(entry -> folders.contains(entry.role()))
              .flatMap(
                  entry ->
                      entry.perProcess()
                          ? IntStream.rangeClosed(1, processes)
                              .mapToObj(entry::of)
                              .map(FileTable.Entry::path)
                          : Stream.of(entry.path()))
              .toList();

      assertThat(paths(cloudInit.render(new HostModel(prod, host)))).isEqualTo(expected);
    }
  }

  @Test
  void hostsInstallTheirPackagesThemselves() throws IOException {
    for (Host host : prod.hosts()) {
      assertThat(read(cloudInit.render(new HostModel(prod, host))).has("packages")).isFalse();
    }
  }

  @Test
  void theImagesOwnArchiveIsLeftAloneUnlessAMirrorIsNamed() throws IOException {
    assertThat(read(cloudInit.render(new HostModel(prod, prod.hosts().get(0)))).has("apt"))
        .isFalse();
  }

  @Test
  void aMirrorServesReleaseUpdatesAndSecurityUpdates() throws IOException {
    ClusterPlan mirrored =
        plan(
            ClusterSpecBuilder.builder(PROD)
                .packages(packages -> packages.debianMirror("http://10.50.9.1/debian"))
                .build());

    JsonNode apt =
        read(cloudInit.render(new HostModel(mirrored, mirrored.hosts().get(0)))).path("apt");

    // Debian's own cloud.cfg says true.
    assertThat(apt.path("preserve_sources_list").isBoolean()).isTrue();
    assertThat(apt.path("preserve_sources_list").booleanValue()).isFalse();
    assertThat(apt.path("sources_list").textValue())
        .contains("URIs: http://10.50.9.1/debian\nSuites: $RELEASE $RELEASE-updates\n")
        .contains("URIs: http://10.50.9.1/debian-security\nSuites: $RELEASE-security\n");
  }

  @Test
  void rolesFollowFromWhatTheHostIsFor() {
    assertThat(prod.hosts())
        .extracting(Component::of)
        .containsExactly(
            List.of(Component.COMMON, Component.ETCD, Component.DATABASE),
            List.of(Component.COMMON, Component.ETCD, Component.DATABASE),
            List.of(Component.COMMON, Component.POOLER),
            List.of(Component.COMMON, Component.POOLER),
            List.of(Component.COMMON, Component.ETCD));
  }

  @Test
  void aPoolerThatVotesIsAnEtcdHostToo() {
    ClusterPlan original =
        plan(
            ClusterSpecBuilder.builder(PROD)
                .etcd(etcd -> etcd.tieBreaker(TieBreaker.POOLER))
                .build());
    Host last = original.poolers().get(1);

    assertThat(Component.of(last))
        .containsExactly(Component.COMMON, Component.ETCD, Component.POOLER);
  }

  @Test
  void numbersArePrintedAsComputersReadThem() {
    String text = cloudInit.render(new HostModel(prod, prod.hosts().get(0))).text();

    assertThat(text).contains("vm.max_map_count = 262144").doesNotContain("262,144");
  }

  @Test
  void theLimitIsAzuresToTheByte() {
    int fitting = lengthOf(CustomData.LIMIT_BYTES);

    assertThat(new CustomData("db-1", NOISE.substring(0, fitting)).fits()).isTrue();
    assertThat(new CustomData("db-1", NOISE.substring(0, fitting + 2)).fits()).isFalse();
  }

  @Test
  void theLimitCountsWhatIsSentToAzure() {
    assertThat(new CustomData("db-1", "x".repeat(1_000_000)).bytes()).isLessThan(2_000);
  }

  @Test
  void aTerraformTokenIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CustomData("db-1", "address: ${TfToken[TOKEN.3]}"))
        .withMessageContaining("db-1");
  }

  @Test
  void azureTakesItCompressedInBase64() throws IOException {
    CustomData data = new CustomData("db-1", "#cloud-config\nhostname: db-1\n");

    try (InputStream gzip =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(data.base64())))) {
      assertThat(new String(gzip.readAllBytes(), UTF_8)).isEqualTo(data.text());
    }
  }

  @Test
  void theVmGetsTheFilesOfTheTextSomeOfThemInAnArchive() throws IOException {
    for (Host host : prod.hosts()) {
      CustomData data = cloudInit.render(new HostModel(prod, host));
      String sent = UserData.sent(data.base64());
      JsonNode unpacked = YAML.readTree(Unpacked.text(sent, data.userData()));

      assertThat(rest(unpacked)).isEqualTo(rest(read(data)));
      assertThat(unpacked.path("write_files"))
          .containsExactlyInAnyOrderElementsOf(read(data).path("write_files"));
      boolean rest = sent.contains("- path: " + FileArchive.REST + "\n");
      assertThat(rest)
          .as("user data is full, or has all of it")
          .isEqualTo(
              Base64.getDecoder().decode(data.userData()).length == FileArchive.USER_DATA_BYTES);
    }
  }

  /** It reads its own files before it unpacks the archive. */
  @Test
  void whatCloudInitReadsAndWhatIsRenderedIsNotInTheArchive() {
    List<HostFile> files = new HostFiles().of(new HostModel(prod, prod.hosts().get(0)));

    assertThat(files.stream().filter(HostFile::archived))
        .extracting(HostFile::path)
        .contains("/usr/bin/pgcluster", "/usr/lib/azure-patroni/azure_patroni/cli.py")
        .doesNotContain(
            "/etc/azure-patroni/host.json",
            "/etc/cloud/cloud.cfg.d/90-azure-patroni.cfg",
            "/usr/lib/python3/dist-packages/cloudinit/config/cc_azure_patroni.py");
  }

  @Test
  void anArchiveIsTheSameBytesAtEveryBuild() throws IOException {
    for (Host host : prod.hosts()) {
      List<HostFile> files = new HostFiles().archived(Component.of(host));

      FileArchive archive = FileArchive.of(Component.of(host));
      assertThat(WriteFileArchives.bytes(files))
          .startsWith(Base64.getDecoder().decode(archive.userData()))
          .endsWith(Base64.getDecoder().decode(archive.rest()));
    }
  }

  private static JsonNode rest(JsonNode document) {
    return ((ObjectNode) document.deepCopy()).without("write_files");
  }

  @Test
  void everySynthesisCompressesToTheSameBytes() {
    CustomData data = cloudInit.render(new HostModel(prod, prod.hosts().get(0)));

    assertThat(new CloudInit().render(new HostModel(prod, prod.hosts().get(0))).base64())
        .isEqualTo(data.base64());
    // Bytes 4 to 7 of gzip are the time of compression.
    assertThat(Base64.getDecoder().decode(data.base64())).startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0);
  }

  /** The most characters of noise that compress to so many bytes. */
  private static int lengthOf(int bytes) {
    int least = 0;
    int most = NOISE.length();
    while (least < most) {
      int middle = (least + most + 1) / 2;
      if (new CustomData("db-1", NOISE.substring(0, middle)).bytes() <= bytes) {
        least = middle;
      } else {
        most = middle - 1;
      }
    }
    return least;
  }

  private static String noise() {
    Random random = new Random(1);
    StringBuilder noise = new StringBuilder();
    for (int i = 0; i < 90_000; i++) {
      noise.append((char) (' ' + random.nextInt(95)));
    }
    return noise.toString();
  }

  private static JsonNode read(CustomData data) throws IOException {
    return YAML.readTree(data.text());
  }

  private static List<String> paths(CustomData data) throws IOException {
    List<String> paths = new ArrayList<>();
    read(data).path("write_files").forEach(file -> paths.add(file.path("path").asText()));
    return paths;
  }
}
