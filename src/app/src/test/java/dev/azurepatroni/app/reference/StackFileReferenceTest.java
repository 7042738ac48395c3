package dev.azurepatroni.app.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.app.StackFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StackFileReferenceTest {
  private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\((#[^)]*)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^## (.*)$");

  private final String document = new StackFileReference().markdown();

  @TempDir private Path stacks;

  @Test
  void everySettingOfEveryRecordHasARowInItsSection() {
    for (Settings.Mapping mapping : Settings.mappings()) {
      for (String path : mapping.paths()) {
        assertThat(sectionOf(path))
            .as("section of %s", path)
            .contains(mapping.names().stream().map("| `%s` | "::formatted).toList());
      }
    }
  }

  @Test
  void aDefaultIsShownAsAStackFileWritesIt() {
    assertThat(document)
        .contains(
            "| `vmSize` | string | `Standard_D32s_v6` |",
            "| `{ sizeGb: 1024, iops: 80000, mbps: 1200 }` |",
            "| `controller` | enum | `nvme` | `nvme`, `scsi` |",
            "| `name` | string | **required** |",
            "| `domainLabel` | string | the cluster's `name` |",
            "| `nodes` | integer | `2` | 2 or 3 |",
            "| `osDiskGb` | integer | `64` | 30 to 2,048 GiB |");
  }

  @Test
  void everyExampleIsAValidStackFile() throws IOException {
    List<String> examples = all(EXAMPLE);
    assertThat(examples).hasSizeGreaterThanOrEqualTo(4);
    for (int i = 0; i < examples.size(); i++) {
      Files.writeString(stacks.resolve("example-" + i + ".yaml"), completed(examples.get(i)));
    }

    assertThat(StackFolder.read(stacks).problems()).isEmpty();
  }

  @Test
  void everyLinkLeadsToAHeading() {
    List<String> anchors =
        all(HEADING).stream()
            .map(heading -> "#" + heading.toLowerCase(java.util.Locale.ROOT))
            .map(heading -> heading.replaceAll("[^#a-z0-9 -]", "").replace(' ', '-'))
            .toList();

    assertThat(all(LINK)).isNotEmpty().isSubsetOf(anchors);
  }

  private static String completed(String example) {
    String text = example;
    if (!text.contains("name: ")) {
      text += "name: pgpatroni\nlocation: germanywestcentral\n";
    }
    return text.contains("state:") ? text : text + "state: { backend: local }\n";
  }

  private String sectionOf(String path) {
    String heading = path.isEmpty() ? "Top level" : "`" + path + "`";
    return List.of(document.split("(?m)^## ")).stream()
        .filter(section -> section.lines().findFirst().orElse("").contains(heading))
        .findFirst()
        .orElse("");
  }

  private List<String> all(Pattern pattern) {
    return pattern.matcher(document).results().map((MatchResult found) -> found.group(1)).toList();
  }
}
