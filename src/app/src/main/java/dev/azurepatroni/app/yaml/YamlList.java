package dev.azurepatroni.app.yaml;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A list.
 *
 * @param items its values
 */
record YamlList(List<YamlNode> items) implements YamlNode {
  YamlList {
    items = List.copyOf(items);
  }

  @Override
  public String shown() {
    return items.stream().map(YamlNode::shown).collect(Collectors.joining(", ", "[", "]"));
  }
}
