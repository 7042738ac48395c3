package dev.azurepatroni.app.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A value of a YAML text. */
sealed interface YamlNode {
  /** Much as it stands in the text, for a message. */
  String shown();

  /**
   * A single value, by the core schema of YAML 1.2: {@code on}, {@code off}, {@code yes} and {@code
   * no} are texts, as editors see them too.
   *
   * @param text its characters, without quotes
   * @param quoted whether it was written as a text beyond doubt: in quotes or as a block
   */
  record Scalar(String text, boolean quoted) implements YamlNode {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");
    private static final Pattern NUMBER =
        Pattern.compile(
            "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
                + "|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    boolean isNull() {
      return !quoted && NULLS.contains(text);
    }

    boolean isTrue() {
      return !quoted && TRUE.contains(text);
    }

    boolean isFalse() {
      return !quoted && FALSE.contains(text);
    }

    boolean isWhole() {
      return !quoted && WHOLE.matcher(text).matches();
    }

    boolean isText() {
      return quoted || !(isNull() || isTrue() || isFalse() || NUMBER.matcher(text).matches());
    }

    @Override
    public String shown() {
      if (text.contains("PRIVATE KEY")) {
        return "(not repeated here)";
      }
      return quoted ? '"' + text + '"' : text;
    }
  }

  /**
   * A list.
   *
   * @param items its values
   */
  record Sequence(List<YamlNode> items) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String shown() {
      return items.stream().map(YamlNode::shown).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /**
   * A mapping.
   *
   * @param entries its values by key, in the order of the text
   */
  record Mapping(Map<String, YamlNode> entries) implements YamlNode {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    static Mapping empty() {
      return new Mapping(Map.of());
    }

    @Override
    public String shown() {
      return entries.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + entry.getValue().shown())
          .collect(Collectors.joining(", ", "{", "}"));
    }
  }

  /** A value that has been reported and can be none: an alias, or one nested too deep. */
  record Unread() implements YamlNode {
    @Override
    public String shown() {
      return "...";
    }
  }
}
