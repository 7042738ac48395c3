package dev.azurepatroni.constructs.synth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** A stack's JSON as a person compares it: sorted, without cdktf's notes, user-data in short. */
public final class ReadableJson {
  private static final JsonMapper JSON = new JsonMapper();

  private ReadableJson() {}

  /** The stack as text. */
  public static String of(Synth synth) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance().withObjectFieldValueSpacing(Spacing.AFTER));
    printer.indentArraysWith(lines);
    printer.indentObjectsWith(lines);
    try {
      return JSON.writer(printer).writeValueAsString(readable(synth.json())) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode readable(JsonNode node) {
    if (node.isArray()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      node.forEach(element -> copy.add(readable(element)));
      return copy;
    }
    if (!node.isObject()) {
      return node;
    }
    Map<String, JsonNode> sorted = new TreeMap<>();
    node.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
    sorted.remove("//");
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    sorted.forEach(
        (name, value) ->
            copy.set(
                name,
                switch (name) {
                  case "custom_data" -> summary(value, node.path("user_data"));
                  // Its files are among those of the custom data.
                  case "user_data" -> JsonNodeFactory.instance.textNode("${sensitive(...)}");
                  default -> readable(value);
                }));
    return copy;
  }

  /** The host and its files; their text is compared elsewhere. */
  private static ArrayNode summary(JsonNode customData, JsonNode userData) {
    ArrayNode lines = JsonNodeFactory.instance.arrayNode();
    UserData.text(customData.asText(), UserData.base64(userData.asText()))
        .lines()
        .filter(line -> line.startsWith("hostname: ") || line.startsWith("- path: "))
        .forEach(lines::add);
    return lines;
  }
}
