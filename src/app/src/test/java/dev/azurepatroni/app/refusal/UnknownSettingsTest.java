package dev.azurepatroni.app.refusal;

import static dev.azurepatroni.app.refusal.StackFiles.problem;
import static dev.azurepatroni.app.refusal.StackFiles.problemsOf;
import static dev.azurepatroni.app.refusal.StackFiles.problemsWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that are no setting. */
final class UnknownSettingsTest {
  @TempDir private Path stacks;

  @Test
  void aMisspeltKeyIsRefusedWithTheOneThatWasMeant() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              zone: ["1", "3"]
              """))
        .containsExactly(
            problem(
                "prod.yaml:4: zone = [\"1\", \"3\"]", "unknown setting", "did you mean zones?"));
  }

  @Test
  void aMisspeltKeyIsRefusedInsideASectionToo() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              patroni:
                loop_wait: 5
              """))
        .containsExactly(
            problem(
                "prod.yaml:5: patroni.loop_wait = 5",
                "unknown setting of patroni",
                "did you mean loopWait?"));
  }

  @Test
  void aMisspeltKeyIsRefusedAtAnyDepth() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              database:
                walDisk: { size: 512, iops: 3000, mbps: 125 }
              """))
        .containsExactly(
            problem(
                "prod.yaml:5: database.walDisk.size = 512",
                "unknown setting of database.walDisk",
                "did you mean sizeGb?"));
  }

  @Test
  void aMisspeltRequiredKeyIsNotCalledMissingAsWell() throws IOException {
    assertThat(
            problemsOf(
                stacks,
                """
              nmae: pgpatroni
              location: germanywestcentral
              state: { backend: local }
              """))
        .containsExactly(
            problem("prod.yaml:1: nmae = pgpatroni", "unknown setting", "did you mean name?"));
  }

  @Test
  void aKeyLikeNoOtherIsRefusedWithAllThatAreKnown() throws IOException {
    assertThat(problemsWith(stacks, "etcd: { leader: yes }\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: etcd.leader = yes",
                "unknown setting of etcd",
                "remove it; known settings: tieBreaker, witness"));
  }

  @Test
  void aDotInAKeyDoesNotReachIntoASection() throws IOException {
    assertThat(problemsWith(stacks, "database.nodes: 3\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: database.nodes = 3",
                "unknown setting",
                "remove it; known settings: name, location, zones, network, database, poolers, etcd, postgresql, patroni, packages, loadBalancers, publicEndpoint, ssh, image, vault, backup, monitoring, tags, vmSizes, subscription, state"));
  }

  @Test
  void aSecretIsRefusedAndNotRepeated() throws IOException {
    assertThat(problemsWith(stacks, "postgresql: { superuserPassword: hunter2 }\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: postgresql.superuserPassword = (not repeated here)",
                "unknown setting of postgresql; a stack file contains no secret",
                "remove it; the deployment generates passwords and certificates"));
  }

  @Test
  void aKeyWithControlCharactersIsShownEscaped() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              "a\\nb": 1
              """))
        .containsExactly(
            problem(
                "prod.yaml:4: a\\nb = 1",
                "unknown setting",
                "remove it; known settings: name, location, zones, network, database, poolers, etcd, postgresql, patroni, packages, loadBalancers, publicEndpoint, ssh, image, vault, backup, monitoring, tags, vmSizes, subscription, state"));
  }
}
