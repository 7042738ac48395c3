package dev.azurepatroni.constructs.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CloudConfigTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  @Property
  void anyTextIsReadBackAsItWasWritten(@ForAll String text) throws IOException {
    // A half of a surrogate pair is no text that a file could hold.
    if (StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      assertReadBack(text);
    }
  }

  @Example
  void textsThatYamlWouldTakeForSomethingElseAreReadBackAsTheyWereWritten() throws IOException {
    for (String text :
        List.of(
            "",
            "\n",
            "\n\n",
            "a\n\n",
            "a\n",
            " a\n",
            "\na\n",
            "a \n \nb\n",
            "a",
            "a\tb\n",
            "a: b",
            "a:b",
            "12:30",
            "a #b\n",
            "# a\n",
            "- a\n",
            "0644",
            "true",
            "No",
            "~",
            "/a",
            "é\n",
            "a\u0085b\n",
            "a\u2028b\n",
            "a\r\n",
            "---\n",
            "...\n",
            "😀\n",
            "\"'\\\n")) {
      assertReadBack(text);
    }
  }

  private static void assertReadBack(String text) throws IOException {
    HostFile file = new HostFile("/a", "root:root", "0644", text, false);
    String document =
        new CloudConfig()
            .text("text", text)
            .files("files", List.of(file, file))
            .apt(text)
            .flag("flag", true)
            .toString();

    JsonNode read = YAML.readTree(document);

    assertThat(document).startsWith("#cloud-config\n");
    assertThat(read.path("text").textValue()).isEqualTo(text);
    assertThat(read.path("files").path(1).path("content").textValue()).isEqualTo(text);
    assertThat(read.path("files").path(1).path("permissions").textValue()).isEqualTo("0644");
    assertThat(read.path("apt").path("sources_list").textValue()).isEqualTo(text);
    assertThat(read.path("apt").path("preserve_sources_list").isBoolean()).isTrue();
    assertThat(read.path("flag").booleanValue()).isTrue();
  }
}
