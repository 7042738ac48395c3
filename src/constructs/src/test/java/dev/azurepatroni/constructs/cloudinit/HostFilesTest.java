package dev.azurepatroni.constructs.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostFilesTest {
  private static final FileTable.Entry PER_PROCESS =
      new FileTable.Entry(
          "pooler",
          "/test/process-{process}.ini",
          "root:root",
          "0644",
          "reload:pgbouncer@{process}.service");
  private static final FileTable.Entry SCRIPT =
      new FileTable.Entry("pooler", "/test/script", "root:root", "0755", "-");

  private final ClusterPlan prod =
      ClusterPlan.of(ClusterSpec.ofDefaults("pgpatroni", "germanywestcentral"));

  @Test
  void aPathWithAProcessMakesAFileForEachProcessOfThePooler() {
    List<HostFile> files = of(prod.poolers().get(0), PER_PROCESS);

    assertThat(files).hasSize(8).noneMatch(HostFile::archived);
    assertThat(files.get(0).path()).isEqualTo("/test/process-1.ini");
    assertThat(files.get(0).content())
        .isEqualTo("peer_id = 1\nmax_db_connections = 26\npool_mode = transaction\n");
    assertThat(files.get(7).path()).isEqualTo("/test/process-8.ini");
    assertThat(files.get(7).content()).contains("peer_id = 8\n", "max_db_connections = 25\n");
  }

  @Test
  void aFileThatIsNoTemplateIsCopiedWhateverItLooksLike() {
    assertThat(of(prod.poolers().get(0), SCRIPT))
        .containsExactly(
            new HostFile(
                "/test/script",
                "root:root",
                "0755",
                "[[ $1 = \"[=x]\" ]] && echo \"${1} [#if]\"\n",
                true));
  }

  @Test
  void otherHostsGetNoneOfIt() {
    assertThat(of(prod.databases().get(0), PER_PROCESS, SCRIPT)).isEmpty();
  }

  @Test
  void whatAChangeAsksForNamesTheProcess() {
    FileTable.Entry changes =
        FileTable.entries().stream()
            .filter(entry -> entry.path().equals("/etc/azure-patroni/changes.json"))
            .findAny()
            .orElseThrow();

    assertThat(of(prod.poolers().get(0), changes, PER_PROCESS).get(0).content())
        .contains("\"/test/process-8.ini\": \"reload:pgbouncer@8.service\"");
  }

  private List<HostFile> of(Host host, FileTable.Entry... table) {
    return new HostFiles(List.of(table)).of(new HostModel(prod, host));
  }
}
