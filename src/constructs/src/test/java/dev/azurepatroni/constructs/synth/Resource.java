package dev.azurepatroni.constructs.synth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A synthesised resource.
 *
 * @param kind {@code resource}, {@code data} or {@code ephemeral}
 * @param type its Terraform type
 * @param name its name within the type
 * @param body its arguments
 */
public record Resource(String kind, String type, String name, JsonNode body) {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{((?:data\\.|ephemeral\\.)?[a-z_]+\\.[A-Za-z0-9_-]+)\\.");

  /** Its Terraform address. */
  public String address() {
    return (kind.equals("resource") ? "" : kind + ".") + type + "." + name;
  }

  /**
   * An argument, by its path: names and indexes with dots between them. A block that stands once
   * needs no index.
   */
  public JsonNode at(String path) {
    JsonNode node = body;
    for (String step : path.split("\\.", -1)) {
      boolean index = step.matches("\\d+");
      if (node.isArray() && !index) {
        node = node.size() == 1 ? node.get(0) : MissingNode.getInstance();
      }
      node = index ? node.path(Integer.parseInt(step)) : node.path(step);
    }
    return node;
  }

  /** An argument that is a text. */
  public String text(String path) {
    return at(path).asText();
  }

  /** What an argument refers to, as addresses: {@code ${a.b.id}} refers to {@code a.b}. */
  public List<String> references(String path) {
    List<String> found = new ArrayList<>();
    Matcher matcher = REFERENCE.matcher(at(path).toString());
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  /** What it waits for beyond what it refers to. */
  public List<String> dependsOn() {
    List<String> addresses = new ArrayList<>();
    at("depends_on").forEach(address -> addresses.add(address.asText()));
    return addresses;
  }
}
