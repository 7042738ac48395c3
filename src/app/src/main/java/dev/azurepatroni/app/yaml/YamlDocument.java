package dev.azurepatroni.app.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.azurepatroni.topology.finding.Findings;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A YAML text as a tree that remembers its lines.
 *
 * @param root the document; empty where it could not be read
 * @param lines line by path, {@code database.dataDisk.iops}
 */
record YamlDocument(Optional<JsonNode> root, Map<String, Integer> lines) {
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  // `on` and `off` are words here, as in PostgreSQL's own settings.
                  .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                  .build())
          .build();

  YamlDocument {
    lines = Map.copyOf(lines);
  }

  static YamlDocument parse(String text, Findings findings) {
    Map<String, Integer> lines = new HashMap<>();
    try {
      locate(text, lines, findings);
      JsonNode root = MAPPER.readTree(text);
      if (root == null || root.isMissingNode() || root.isNull()) {
        findings.error(
            "(file)", "nothing", "the file is empty", "write at least name, location and state");
        return new YamlDocument(Optional.empty(), lines);
      }
      if (!root.isObject()) {
        findings.error(
            "(file)",
            root.getNodeType(),
            "a stack file is a mapping of settings",
            "start with `name: pgpatroni`");
        return new YamlDocument(Optional.empty(), lines);
      }
      return new YamlDocument(Optional.of(root), lines);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      lines.put("(file)", line);
      findings.error(
          "(file)",
          "line " + line,
          "cannot be read as YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""),
          "mend the line; indent with spaces, and close every bracket and quote");
      return new YamlDocument(Optional.empty(), lines);
    } catch (IOException e) {
      throw new IllegalStateException("reading a text failed", e);
    }
  }

  /** The line of a path, or of the nearest setting above it. */
  int line(String path) {
    String at = path;
    while (!lines.containsKey(at)) {
      int cut = Math.max(at.lastIndexOf('.'), at.lastIndexOf('['));
      if (cut < 0) {
        return 1;
      }
      at = at.substring(0, cut);
    }
    return lines.get(at);
  }

  private static void locate(String text, Map<String, Integer> lines, Findings findings)
      throws IOException {
    try (YAMLParser parser = MAPPER.getFactory().createParser(text)) {
      while (parser.nextToken() != null) {
        String path = path(parser.getParsingContext());
        lines.putIfAbsent(path, parser.currentTokenLocation().getLineNr());
        if (parser.isCurrentAlias()) {
          findings.error(
              path, "*" + parser.getText(), "aliases are not read here", "write the value itself");
        }
      }
    }
  }

  private static String path(JsonStreamContext context) {
    JsonStreamContext parent = context.getParent();
    if (parent == null) {
      return "";
    }
    // A container's own context has no name yet at its start; its place is its parent's.
    String above = path(parent);
    if (context.inArray()) {
      return context.hasCurrentIndex() ? above + "[" + context.getCurrentIndex() + "]" : above;
    }
    String name = context.getCurrentName();
    if (name == null) {
      return above;
    }
    return above.isEmpty() ? name : above + "." + name;
  }
}
