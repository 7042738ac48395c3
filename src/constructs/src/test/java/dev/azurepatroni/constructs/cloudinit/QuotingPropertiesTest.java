package dev.azurepatroni.constructs.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;

class QuotingPropertiesTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final YAMLMapper YAML = new YAMLMapper();

  @Property
  void yamlReadsBackTheVeryText(@ForAll String text) throws IOException {
    if (wellFormed(text)) {
      assertThat(YAML.readTree("key: " + Quoting.yaml(text)).path("key").textValue())
          .isEqualTo(text);
    }
  }

  @Property
  void jsonReadsBackTheVeryText(@ForAll String text) throws IOException {
    if (wellFormed(text)) {
      assertThat(JSON.readTree(Quoting.json(text)).textValue()).isEqualTo(text);
    }
  }

  @Property
  void yamlReadsBackTextThatLooksLikeSyntax(@ForAll @CharRange(from = ' ', to = '~') String text)
      throws IOException {
    assertThat(YAML.readTree("- " + Quoting.yaml(text)).path(0).textValue()).isEqualTo(text);
  }

  @Property(tries = 200)
  void aShellReadsBackTheVeryWord(@ForAll @CharRange(from = 1, to = 0xD7FF) String text)
      throws Exception {
    assertThat(shellPrints(Quoting.shell(text))).isEqualTo(text);
  }

  @Example
  void whatYamlWouldTakeForSomethingElseStaysAText() throws IOException {
    for (String text : List.of("on", "no", "null", "~", "1e3", "0644", "2001-01-01", "", "a: b")) {
      assertThat(YAML.readTree("key: " + Quoting.yaml(text)).path("key").isTextual()).isTrue();
      assertThat(YAML.readTree("key: " + Quoting.yaml(text)).path("key").textValue())
          .isEqualTo(text);
    }
  }

  private static String shellPrints(String word) throws Exception {
    Process shell = new ProcessBuilder("sh", "-s").redirectErrorStream(true).start();
    try (var input = shell.getOutputStream()) {
      input.write(("printf %s " + word).getBytes(StandardCharsets.UTF_8));
    }
    String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    return printed;
  }

  /** A lone surrogate is no character: neither YAML nor UTF-8 can write it. */
  private static boolean wellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
