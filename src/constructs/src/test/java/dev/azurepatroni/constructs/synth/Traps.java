package dev.azurepatroni.constructs.synth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what cdktf writes without an error where a token went through Java's own hands. */
final class Traps {
  // A text token, a number token (-1.8881545897087626e+289), and a number token joined to a text.
  private static final Pattern TRAP =
      Pattern.compile("TfToken|TOKEN\\.\\d|E298|E\\+2\\d\\d|\\d\\.\\d+[eE]\\+?\\d{2,}");

  private final List<String> found = new ArrayList<>();

  private Traps() {}

  static List<String> in(Synth synth) {
    Traps traps = new Traps();
    traps.scan("", synth.json());
    return traps.found;
  }

  private void scan(String path, JsonNode node) {
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String below = path + "." + member.getKey();
      text(below, member.getKey());
      switch (member.getKey()) {
        case "custom_data" -> text(below, UserData.sent(member.getValue().asText()));
        // An archive of files that are copied, made before cdktf runs.
        case "user_data" -> {}
        default -> scan(below, member.getValue());
      }
    }
    if (node.isArray()) {
      node.forEach(element -> scan(path, element));
    } else if (node.isValueNode()) {
      text(path, node.asText());
    }
  }

  private void text(String path, String text) {
    Matcher matcher = TRAP.matcher(text);
    if (matcher.find()) {
      int end = Math.min(text.length(), matcher.end() + 30);
      found.add("%s: %s".formatted(path.substring(1), text.substring(matcher.start(), end)));
    }
  }
}
