package dev.azurepatroni.app;

import static dev.azurepatroni.app.refusal.StackFiles.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.app.refusal.StackFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run reports all problems. */
final class ManyFaultsTest {
  static final String TEN_FAULTS =
      """
      name: pgpatroni
      loction: germanywestcentral
      zones: ["1", "1"]
      network:
        adminCidrs: [everywhere]
      database:
        nodes: two
        dataDisk: { sizeGb: 100, iops: 80000, mbps: 1200 }
      poolers:
        vmSize: Standard_Huge
      postgresql:
        parameters:
          fsync: off
      patroni:
        retryTimeout: 10
      ssh:
        publicKeys: [hunter2]
      vault: { name: -kv }
      state: { backend: local }
      """;

  @TempDir private Path stacks;

  @Test
  void tenFaultsOfOneFileAreReportedTogetherInTheOrderOfItsLines() throws IOException {
    Files.writeString(stacks.resolve("prod.yaml"), TEN_FAULTS);

    assertThat(firstLines())
        .containsExactly(
            "stacks/prod.yaml:2: loction = germanywestcentral",
            "stacks/prod.yaml:3: zones[1] = 1",
            "stacks/prod.yaml:5: network.adminCidrs[0] = everywhere",
            "stacks/prod.yaml:7: database.nodes = two",
            "stacks/prod.yaml:8: database.dataDisk.iops = 80000",
            "stacks/prod.yaml:10: poolers.vmSize = Standard_Huge",
            "stacks/prod.yaml:13: postgresql.parameters.fsync = off",
            "stacks/prod.yaml:14: patroni.ttl = 20",
            "stacks/prod.yaml:17: ssh.publicKeys[0] = hunter2",
            "stacks/prod.yaml:18: vault.name = -kv");
  }

  @Test
  void theFaultsOfSeveralFilesAreReportedTogether() throws IOException {
    Files.writeString(stacks.resolve("a.yaml"), "");
    Files.writeString(stacks.resolve("b.yaml"), "name: [");
    Files.writeString(stacks.resolve("c.yaml"), StackFiles.MINIMAL);
    Files.writeString(stacks.resolve("prod.yaml"), TEN_FAULTS);

    assertThat(firstLines())
        .hasSize(12)
        .startsWith("stacks/a.yaml:1: (file) = (empty)", "stacks/b.yaml:1: (file) = name: [");
  }

  private List<String> firstLines() throws IOException {
    return problems(stacks).stream()
        .map(problem -> problem.lines().findFirst().orElse(""))
        .toList();
  }
}
