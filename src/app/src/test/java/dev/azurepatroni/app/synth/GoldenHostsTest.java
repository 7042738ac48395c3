package dev.azurepatroni.app.synth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.azurepatroni.constructs.synth.UserData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every rendered file of every host, as committed. A file that is copied as it is has no copy here:
 * it is its template.
 */
class GoldenHostsTest {
  private static final Path TEMPLATES = Path.of("../../templates");
  private static final List<String> ROLES = List.of("common", "etcd", "database", "pooler");
  private static final YAMLMapper YAML = new YAMLMapper();

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "three-nodes"})
  void hostsGetTheFilesThatAreCommitted(String stack) throws IOException {
    Map<String, String> actual = new TreeMap<>();
    for (Map.Entry<String, String> host : UserData.of(Variants.all().get(stack)).entrySet()) {
      actual.put(host.getKey() + "/user-data.yaml", skeleton(host.getValue()));
      for (JsonNode file : YAML.readTree(host.getValue()).path("write_files")) {
        String path = file.path("path").textValue();
        if (!copied(path)) {
          actual.put(host.getKey() + path, file.path("content").textValue());
        }
      }
    }

    assertThat(new GoldenFolder("hosts/" + stack).differences(actual))
        .as(
            "rendered files of %s and their committed copies; if that is meant, run again with"
                + " -Dgolden.update=true",
            stack)
        .isEmpty();
  }

  private static boolean copied(String path) {
    return ROLES.stream().anyMatch(role -> Files.exists(TEMPLATES.resolve(role + path)));
  }

  /** The document without the files' text, which stands in the folder around it. */
  private static String skeleton(String userData) {
    StringBuilder skeleton = new StringBuilder();
    boolean content = false;
    for (String line : userData.lines().toList()) {
      content = content && (line.isEmpty() || line.startsWith("    "));
      if (!content) {
        content = line.startsWith("  content: ");
        skeleton.append(content ? "  content: (left out)" : line).append('\n');
      }
    }
    return skeleton.toString();
  }
}
