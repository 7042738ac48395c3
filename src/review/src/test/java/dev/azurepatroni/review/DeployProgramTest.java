package dev.azurepatroni.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.review.plan.PlanDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/deploy} with a fake {@code terraform} and {@code ssh} on the PATH. */
class DeployProgramTest {
  private static final Path REPOSITORY = Path.of("../..").toAbsolutePath();
  private static final Path FAKES = Path.of("src/test/deploy").toAbsolutePath();
  private static final String LEADER = "pgpatroni-1";
  private static final String STANDBY = "pgpatroni-2";

  @TempDir Path root;
  private Path fake;
  private String digest;

  @BeforeEach
  void prepare() throws IOException {
    fake = Files.createDirectories(root.resolve("fake"));
    Files.createDirectories(root.resolve("bin"));
    Files.copy(REPOSITORY.resolve("bin/deploy"), root.resolve("bin/deploy"));
    String operations = "src/operations/operations";
    copy(REPOSITORY.resolve(operations), root.resolve(operations));
    Files.createDirectories(root.resolve("stacks"));
    Files.writeString(root.resolve("stacks/prod.yaml"), "name: pgpatroni\n");
    program("bin/synth", "exit 0");
    program(
        "src/review/run",
        "exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' dev.azurepatroni.review.cli.Main \"$@\""
            .formatted(System.getProperty("java.class.path")));
    copy(Scenario.folder("os-disk"), root.resolve("out"));
    planned("os-disk");
    digest = PlanDigest.of(Scenario.plan("os-disk")).digest();
    set("leader", LEADER);
    ObjectNode names = new ObjectMapper().createObjectNode();
    names.put("10.50.1.4", LEADER).put("10.50.1.5", STANDBY);
    names.put("10.50.1.6", "pgpatroni-pgb-1").put("10.50.1.7", "pgpatroni-pgb-2");
    names.put("10.50.1.9", "pgpatroni-witness");
    set("hosts.json", names.toString());
  }

  @Test
  void twoVotersAtOnceAreRefused() throws Exception {
    ProgramRun run = deploy("--reviewed", digest);

    assertThat(run.status()).as(run.err()).isEqualTo(5);
    assertThat(run.err())
        .contains(
            "deallocates pgpatroni-1 (database, etcd member): os_disk[0].disk_size_gb 64 -> 128")
        .contains("at once: 2 of 3 etcd members, 2 of 2 database hosts. Nothing was applied.")
        .endsWith("bin/deploy prod --host-by-host --reviewed " + digest + "\n");
    assertThat(calls()).noneMatch(call -> call.contains("apply"));
  }

  @Test
  void hostByHostStandbyFirstAndTheLeaderHandsOver() throws Exception {
    ProgramRun run = deploy("--host-by-host", "--reviewed", digest);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(changes())
        .containsExactly(
            "-target=azurerm_linux_virtual_machine.pgpatroni-2",
            "apply",
            "pgpatroni-1 sudo -n pgcluster switchover --yes",
            "-target=azurerm_linux_virtual_machine.pgpatroni-1",
            "apply",
            "refresh");
    assertThat(root.resolve("out/stacks/prod/host-by-host")).doesNotExist();
  }

  @Test
  void aPlanThatStopsNoHostIsAppliedAtOnce() throws Exception {
    planned("tag");
    String tag = PlanDigest.of(Scenario.plan("tag")).digest();

    assertThat(deploy("--host-by-host", "--reviewed", tag).status()).isZero();
    assertThat(changes()).containsExactly("apply", "refresh");
    assertThat(deploy("--reviewed", tag).out()).contains("prod: nothing to do");
  }

  @Test
  void whatWasSynthesisedBeforeIsDeployedAsItIs() throws Exception {
    planned("tag");
    String tag = PlanDigest.of(Scenario.plan("tag")).digest();
    program("bin/synth", "echo synthesised again >&2; exit 1");
    Files.move(root.resolve("out"), root.resolve("handed over"));

    ProgramRun run =
        deploy("--synthesised", root.resolve("handed over").toString(), "--reviewed", tag);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(changes()).containsExactly("apply", "refresh");
  }

  @Test
  void aFolderWithoutTheStackIsRefused() throws Exception {
    ProgramRun run = deploy("--synthesised", "stacks", "--reviewed", digest);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("stacks/prod/cdk.tf.json does not exist: write it by CDKTF_OUTDIR=");
    assertThat(fake.resolve("calls")).doesNotExist();
  }

  @Test
  void aPlanThatDiffersIsRefused() throws Exception {
    String other = PlanDigest.of(Scenario.plan("tag")).digest();
    ProgramRun run = deploy("--host-by-host", "--reviewed", other);

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err())
        .contains("planned now: update azurerm_linux_virtual_machine.pgpatroni-1")
        .doesNotContain("an earlier run")
        .endsWith("bin/deploy prod --reviewed " + digest + "\n");
  }

  /** A first deployment that stops half-way: what exists is not planned again. */
  @Test
  void whatAnInterruptedDeploymentLeftIsReviewedAgain() throws Exception {
    planned("tag");
    String tag = PlanDigest.of(Scenario.plan("tag")).digest();
    set("apply-fails", "");
    ProgramRun failed = deploy("--reviewed", tag);
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.err()).contains("run the same command again");
    planned("os-disk");
    set("calls", "");

    ProgramRun run = deploy("--reviewed", tag);

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err())
        .contains("planned now: update azurerm_linux_virtual_machine.pgpatroni-1")
        .contains("an earlier run began to apply the reviewed plan and did not complete it")
        .endsWith("bin/deploy prod --reviewed " + digest + "\n");
    assertThat(changes()).isEmpty();
  }

  @Test
  void aDegradedClusterStopsNoHost() throws Exception {
    set("pgpatroni-pgb-2.problem", "boot step packages is failed");
    ProgramRun run = deploy("--host-by-host", "--reviewed", digest);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("the cluster is degraded, so no host is stopped: pgpatroni-pgb-2: boot step")
        .doesNotContain("Traceback");
    assertThat(changes()).isEmpty();
  }

  @Test
  void aHostWithoutSshStopsNoHost() throws Exception {
    set("pgpatroni-witness.off", "");
    ProgramRun run = deploy("--host-by-host", "--reviewed", digest);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("pgpatroni-witness: pgcluster status printed nothing: check SSH access");
    assertThat(changes()).isEmpty();
  }

  @Test
  void aSwitchoverThatFailsStopsTheRun() throws Exception {
    set("switchover-fails", "");
    ProgramRun run = deploy("--host-by-host", "--reviewed", digest);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("pgpatroni-1: pgcluster switchover failed");
    assertThat(changes()).filteredOn(change -> change.contains("-target")).hasSize(1);
  }

  @Test
  void theNextHostWaitsUntilTheFirstHasRestarted() throws Exception {
    set("pgpatroni-2.hangs", "");
    ProgramRun run = deploy("--host-by-host", "--reviewed", digest);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "not healthy 1 s after the change of pgpatroni-2: pgpatroni-2: it has not restarted")
        .contains("No other host was stopped.");
    assertThat(changes()).filteredOn(change -> change.contains("-target")).hasSize(1);
  }

  /** Stopped while pgpatroni-2 was off: only this host may be unhealthy, and it comes first. */
  @Test
  void anInterruptedRunGoesOnWithTheHostThatItLeftOff() throws Exception {
    set("apply-fails", "");
    assertThat(deploy("--host-by-host", "--reviewed", digest).status()).isEqualTo(1);
    Files.delete(fake.resolve("apply-fails"));
    set("calls", "");
    set("pgpatroni-1.problem", "pgpatroni-2 does not stream");
    ProgramRun waiting = deploy("--host-by-host", "--reviewed", digest);
    assertThat(waiting.err()).contains("not healthy 1 s after the change of pgpatroni-2");
    Files.delete(fake.resolve("pgpatroni-1.problem"));

    ProgramRun run = deploy("--host-by-host", "--reviewed", digest);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("a part of the reviewed plan is left")
        .contains("pgpatroni-2 was changed before the interruption");
    assertThat(changes())
        .containsExactly(
            "-target=azurerm_linux_virtual_machine.pgpatroni-2",
            "apply",
            "pgpatroni-1 sudo -n pgcluster switchover --yes",
            "-target=azurerm_linux_virtual_machine.pgpatroni-1",
            "apply",
            "refresh");
  }

  @Test
  void wrongUsageIsExplained() throws Exception {
    assertThat(deploy().status()).isEqualTo(2);
    ProgramRun alone = deploy("--reviewed", digest, "--ssh-option=-Jbastion");
    assertThat(alone.status()).isEqualTo(2);
    assertThat(alone.err()).contains("--user and --ssh-option need --host-by-host");
    Files.delete(root.resolve("stacks/prod.yaml"));
    ProgramRun unknown = deploy("--host-by-host", "--reviewed", digest);
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.err()).isEqualTo("deploy: stacks/prod.yaml does not exist\n");
  }

  private void planned(String scenario) throws IOException {
    Files.deleteIfExists(fake.resolve("plan.json"));
    Files.copy(Scenario.planFile(scenario), fake.resolve("plan.json"));
  }

  private void set(String name, String content) throws IOException {
    Files.writeString(fake.resolve(name), content);
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(fake.resolve("calls"));
  }

  /** What changes something, shortly. */
  private List<String> changes() throws IOException {
    return calls().stream()
        .map(call -> call.replaceAll("^terraform plan .*(-target=\\S+)$", "$1"))
        .map(call -> call.replaceAll("^terraform apply .*/(plan|refresh)$", "apply $1"))
        .map(call -> call.replace("apply plan", "apply").replace("apply refresh", "refresh"))
        .filter(call -> !call.startsWith("terraform "))
        .toList();
  }

  private ProgramRun deploy(String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of(root.resolve("bin/deploy").toString(), "prod"));
    command.addAll(List.of(options));
    Map<String, String> environment =
        Map.of(
            "FAKE", fake.toString(),
            "CDKTF_OUTPUT", root.resolve("out").toString(),
            "DEPLOY_HEALTHY_SECONDS", "1");
    return ProgramRun.of(command, root, FAKES, environment);
  }

  private void program(String name, String line) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }
}
