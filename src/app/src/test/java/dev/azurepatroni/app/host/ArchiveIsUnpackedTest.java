package dev.azurepatroni.app.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.constructs.cloudinit.CustomData;
import dev.azurepatroni.constructs.cloudinit.RenderedHosts;
import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Custom data and user data become files: by cloud-init's module and by ours, on Debian 13. */
@ExtendWith(DebianRoot.Needed.class)
class ArchiveIsUnpackedTest {
  private static final RenderedHosts PROD =
      RenderedHosts.of(ClusterPlan.of(ClusterSpec.ofDefaults("pgpatroni", "germanywestcentral")));

  private static final String UNREADABLE =
      "azure-patroni: the VM's user data cannot be read at http://169.254.169.254: ";
  private static final String REFUSED_ONCE = UNREADABLE + "HTTP status 503; trying again\n";
  private static final String AGAIN = "reboot to try again; if that does not help, replace this VM";

  @TempDir private static Path folder;
  private static Path out;

  /** One host of each role. */
  static List<String> hosts() {
    return List.of("pgpatroni-1", "pgpatroni-pgb-1", "pgpatroni-witness");
  }

  @BeforeAll
  static void boot() throws IOException, InterruptedException {
    Sandbox sandbox = new Sandbox(folder);
    for (String name : hosts()) {
      CustomData host = host(name);
      StringBuilder paths = new StringBuilder();
      files(host).forEach(file -> paths.append(file.path("path").asText()).append('\n'));
      sandbox.host(
          name,
          List.of(
              new RenderedHost.Content("/given/custom-data", "0600", host.base64()),
              new RenderedHost.Content("/given/user-data", "0600", host.userData()),
              new RenderedHost.Content("/given/paths", "0600", paths.toString())));
    }
    out = sandbox.run("unpack.sh", Duration.ofMinutes(2));
  }

  private static CustomData host(String name) {
    return PROD.all().stream().filter(host -> host.host().equals(name)).findAny().orElseThrow();
  }

  private static JsonNode files(CustomData host) {
    return RenderedHost.yaml(host.text()).path("write_files");
  }

  private static String printed(String host, String step) throws IOException {
    return Files.readString(out.resolve(host + "." + step));
  }

  /** Path, owner, mode and checksum of each file in hosts/NAME.yaml. */
  private static List<String> expected(String name) throws NoSuchAlgorithmException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    List<String> lines = new ArrayList<>();
    for (JsonNode file : files(host(name))) {
      byte[] content = file.path("content").asText().getBytes(UTF_8);
      lines.add(
          "%s %s %s %s"
              .formatted(
                  file.path("path").asText(),
                  file.path("owner").asText(),
                  file.path("permissions").asText(),
                  HexFormat.of().formatHex(sha256.digest(content))));
    }
    return lines;
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void theBootAfterALossOfPowerCompletesTheFiles(String host) throws Exception {
    assertThat(printed(host, "died")).isEqualTo(REFUSED_ONCE + "exit status 9\n");
    assertThat(printed(host, "unpacked")).isEqualTo(REFUSED_ONCE);
    assertThat(printed(host, "files").lines()).containsExactlyElementsOf(expected(host));
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void aRebootLeavesANewerFileAlone(String host) throws IOException {
    assertThat(printed(host, "rebooted")).isEqualTo("newer\n");
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void ofAnotherArchiveNothingIsWrittenAndTheMessageSaysSo(String host) throws Exception {
    String other =
        "azure-patroni: the VM's user data, \\d+ bytes, is not that of its custom data: the archive has"
            + " the SHA-256 [0-9a-f]{64} instead of [0-9a-f]{64}; ";
    assertThat(printed(host, "cut").lines().skip(1).toList())
        .satisfiesExactly(
            line -> assertThat(line).matches(other + "trying again"),
            line -> assertThat(line).matches(other + AGAIN));
    String silent = UNREADABLE + "[Errno 111] Connection refused; ";
    assertThat(printed(host, "silent").lines())
        .containsExactly(silent + "trying again", silent + AGAIN);
    assertThat(printed(host, "repaired")).isEqualTo(REFUSED_ONCE);
    assertThat(printed(host, "again").lines()).containsExactlyElementsOf(expected(host));
  }
}
