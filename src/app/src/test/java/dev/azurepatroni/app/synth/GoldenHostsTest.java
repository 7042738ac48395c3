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
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every rendered file of every host, as committed: whole for one host of each role of {@code prod},
 * as a diff against that host for every other. A file that is copied as it is has no copy here: it
 * is its template or a module of the host agent.
 */
class GoldenHostsTest {
  private static final Path TEMPLATES = Path.of("../../templates");
  private static final String AGENT = "/usr/lib/azure-patroni/azure_patroni/";
  private static final List<String> COMPONENTS = List.of("common", "etcd", "database", "pooler");
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String FACTS = "/etc/azure-patroni/host.json";

  /** The hosts that are committed whole, by role. */
  private static final Map<String, String> WHOLE =
      Map.of(
          "database", "pgpatroni-1",
          "pooler", "pgpatroni-pgb-1",
          "witness", "pgpatroni-witness");

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "three-nodes"})
  void hostsGetTheFilesThatAreCommitted(String stack) throws IOException {
    Map<String, Map<String, String>> prod = hosts("prod");
    Map<String, String> actual = new TreeMap<>();
    for (Map.Entry<String, Map<String, String>> host : hosts(stack).entrySet()) {
      String name = host.getKey();
      Map<String, String> files = host.getValue();
      String whole = WHOLE.get(YAML.readTree(files.get(FACTS)).path("role").textValue());
      if (stack.equals("prod") && name.equals(whole)) {
        files.forEach((path, text) -> actual.put(name + path, text));
      } else {
        actual.put(name + ".diff", difference(prod.get(whole), files));
      }
    }

    assertThat(new GoldenFolder("hosts/" + stack).differences(actual))
        .as(
            "rendered files of %s and their committed copies; if that is meant, run again with"
                + " -Dgolden.update=true",
            stack)
        .isEmpty();
  }

  /** The rendered files of each host of a stack, by path. */
  private static Map<String, Map<String, String>> hosts(String stack) throws IOException {
    Map<String, Map<String, String>> hosts = new TreeMap<>();
    for (Map.Entry<String, String> host : UserData.of(Variants.all().get(stack)).entrySet()) {
      Map<String, String> files = new TreeMap<>();
      files.put("/user-data.yaml", skeleton(host.getValue()));
      for (JsonNode file : YAML.readTree(host.getValue()).path("write_files")) {
        String path = file.path("path").textValue();
        if (!copied(path)) {
          files.put(path, file.path("content").textValue());
        }
      }
      hosts.put(host.getKey(), files);
    }
    return hosts;
  }

  private static String difference(Map<String, String> from, Map<String, String> to) {
    TreeSet<String> paths = new TreeSet<>(from.keySet());
    paths.addAll(to.keySet());
    StringBuilder difference = new StringBuilder();
    paths.forEach(
        path ->
            difference.append(
                UnifiedDiff.of(path, from.getOrDefault(path, ""), to.getOrDefault(path, ""))));
    return difference.toString();
  }

  private static boolean copied(String path) {
    return path.startsWith(AGENT)
        || COMPONENTS.stream()
            .anyMatch(component -> Files.exists(TEMPLATES.resolve(component + path)));
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
