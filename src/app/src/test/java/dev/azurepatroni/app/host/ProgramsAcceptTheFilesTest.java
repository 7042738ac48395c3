package dev.azurepatroni.app.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs that read a file on a host read it here. */
@ExtendWith(DebianRoot.Needed.class)
class ProgramsAcceptTheFilesTest {
  private static final List<String> JUDGES =
      List.of(
          "cloud_init",
          "systemd",
          "confined",
          "keys",
          "tmpfiles_d",
          "udev",
          "modules",
          "apt",
          "chrony",
          "pgbackrest",
          "json",
          "shells",
          "pythons",
          "perls");

  /**
   * Which program reads a file; ours are read by what ClusterRunsTest and PgBouncerRunsTest run.
   */
  private static final List<String> JUDGED =
      List.of(
          "/etc/apt/.*",
          "/etc/azure-patroni/.*\\.(json|env)",
          "/etc/chrony/.*\\.conf",
          "/etc/cloud/cloud\\.cfg\\.d/.*\\.cfg",
          "/etc/hosts",
          "/etc/modprobe\\.d/.*\\.conf",
          "/etc/needrestart/conf\\.d/.*\\.conf",
          "/etc/patroni/conf\\.d/.*\\.yml",
          "/etc/pgbackrest/.*\\.conf",
          "/etc/pgbouncer/.*\\.(ini|conf)",
          "/etc/postgresql-common/createcluster\\.d/.*\\.conf",
          "/etc/sysctl\\.d/.*\\.conf",
          "/etc/systemd/(journald|logind)\\.conf\\.d/.*\\.conf",
          "/etc/systemd/system/.*\\.(service|target|timer|conf)",
          "/etc/tmpfiles\\.d/.*\\.conf",
          "/etc/udev/rules\\.d/.*\\.rules",
          "/usr/(s?bin|lib/azure-patroni)/.*",
          "/usr/lib/python3/dist-packages/cloudinit/config/.*\\.py");

  private static final String REPOSITORY = "repository";
  private static final String FAULTY = "faulty";
  private static final Map<String, String> FAULTS =
      Map.ofEntries(
          Map.entry(
              "/etc/systemd/system/faulty.service", "[Service]\nExecStart=/no/such/program\n"),
          Map.entry(
              "/etc/systemd/system/azure-patroni-faulty.service",
              "[Service]\nExecStart=/usr/bin/true\n"),
          Map.entry("/etc/systemd/journald.conf.d/faulty.conf", "[Journal]\nSystemMaximum=1G\n"),
          Map.entry("/etc/tmpfiles.d/faulty.conf", "dd /run/faulty\n"),
          Map.entry("/etc/udev/rules.d/90-faulty.rules", "SUBSYTEM==\"block\"\n"),
          Map.entry("/etc/modprobe.d/faulty.conf", "optoins softdog\n"),
          Map.entry("/etc/apt/preferences.d/faulty", "Package: patroni\nPin: 4.1\n"),
          Map.entry("/etc/chrony/conf.d/faulty.conf", "refclok PHC\n"),
          Map.entry("/etc/pgbackrest/pgbackrest.conf", "[global]\nrepo1-pth=/x\n"),
          Map.entry("/etc/azure-patroni/host.json", "{\"name\": }\n"),
          Map.entry("/usr/lib/azure-patroni/faulty-shell", "#!/usr/bin/env bash\ncd $1\n"),
          Map.entry("/usr/lib/azure-patroni/faulty.py", "import os\n"),
          Map.entry("/etc/needrestart/conf.d/faulty.conf", "$nrconf{override_rc = 0;\n"));

  /** Services that are not confined, and the reason, which their units and docs have, too. */
  private static final Map<String, String> NOT_CONFINED =
      Map.of("azure-patroni-packages.service", "apt and the packages' scripts change the system");

  @TempDir private static Path folder;
  private static Path judged;

  static List<RenderedHost> hosts() {
    return RenderedHost.all();
  }

  static Stream<Arguments> hostsAndJudges() {
    return hosts().stream().flatMap(host -> JUDGES.stream().map(judge -> arguments(host, judge)));
  }

  static List<String> judges() {
    return JUDGES;
  }

  @BeforeAll
  static void letThePrograms() throws IOException, InterruptedException {
    Sandbox sandbox = new Sandbox(folder);
    for (RenderedHost host : hosts()) {
      add(sandbox, host.toString(), host.userData(), host.files());
    }
    add(
        sandbox,
        FAULTY,
        "#cloud-config\nwrite_files: 7\n",
        FAULTS.entrySet().stream()
            .map(file -> new RenderedHost.Content(file.getKey(), "0755", file.getValue()))
            .toList());
    add(sandbox, REPOSITORY, "#cloud-config\n{}\n", ownScripts());
    judged = sandbox.run("judge.sh", Duration.ofMinutes(3));
  }

  private static void add(
      Sandbox sandbox, String name, String userData, List<RenderedHost.Content> files)
      throws IOException {
    List<RenderedHost.Content> all = new ArrayList<>(files);
    String paths = files.stream().map(file -> file.path() + "\n").collect(Collectors.joining());
    all.add(new RenderedHost.Content("/judged/user-data", "0644", userData));
    all.add(new RenderedHost.Content("/judged/paths", "0644", paths));
    sandbox.host(name, all);
  }

  /** The scripts of the repository itself, which are none of a host's. */
  private static List<RenderedHost.Content> ownScripts() throws IOException {
    Path repository = Path.of("../..").toRealPath();
    List<RenderedHost.Content> scripts = new ArrayList<>();
    for (String folder :
        List.of(
            ".ci",
            "bench",
            "bin",
            "bin/debian-next",
            "bin/launch",
            "src/app/src/test/fuzz",
            "src/app/src/test/sandbox")) {
      try (Stream<Path> files = Files.list(repository.resolve(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String path = "/repository/" + repository.relativize(file);
          scripts.add(new RenderedHost.Content(path, "0755", Files.readString(file)));
        }
      }
    }
    return scripts;
  }

  private static String complaints(String host, String judge) throws IOException {
    return Files.readString(judged.resolve(host + "." + judge));
  }

  @ParameterizedTest(name = "{1} of {0}")
  @MethodSource("hostsAndJudges")
  void noProgramHasAnythingAgainstTheFilesItReads(RenderedHost host, String judge)
      throws IOException {
    assertThat(complaints(host.toString(), judge).lines())
        .filteredOn(line -> !(judge.equals("confined") && NOT_CONFINED.containsKey(line)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shells", "pythons"})
  void norHasAnyAgainstTheScriptsOfTheRepository(String judge) throws IOException {
    assertThat(complaints(REPOSITORY, judge)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("judges")
  void everyProgramFindsAFaultThatIsThere(String judge) throws IOException {
    assertThat(complaints(FAULTY, judge)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void everyFileIsOneThatSomeProgramReadsHere(RenderedHost host) {
    assertThat(host.files())
        .extracting(RenderedHost.Content::path)
        .allMatch(path -> JUDGED.stream().anyMatch(path::matches));
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void whatHostsInstallFromDebianIsInDebian(RenderedHost host) throws IOException {
    assertThat(judged.resolve(host + ".installed"))
        .as("bin/debian-root has to hold what hosts install")
        .content()
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void theKernelKnowsEverySetting(RenderedHost host) {
    List<String> unknown =
        host.files().stream()
            .filter(file -> file.path().startsWith("/etc/sysctl.d/"))
            .flatMap(file -> file.text().lines())
            .filter(line -> line.matches("[a-z].*=.*"))
            .map(line -> line.split("=", 2)[0].strip())
            .filter(key -> !Files.exists(Path.of("/proc/sys", key.replace('.', '/'))))
            .toList();

    assertThat(unknown).isEmpty();
  }
}
