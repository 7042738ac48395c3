package dev.azurepatroni.constructs.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A public construct and the properties of its builder, read from the Javadoc of its source.
 *
 * @param name of the construct
 * @param type its class
 * @param description first paragraph of its Javadoc
 * @param properties by name, in the order of the source
 */
record BuilderDocs(String name, String type, String description, Map<String, Property> properties) {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern CLASS =
      Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s*public final class (\\w+)", Pattern.DOTALL);
  private static final Pattern SETTER =
      Pattern.compile(
          "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*public Builder (\\w+)\\(([^)]*)\\) \\{", Pattern.DOTALL);
  private static final Pattern DEFAULT =
      Pattern.compile("; (?:default (.*)|(required.*)|(.* is required))\\.$");

  /**
   * One property.
   *
   * @param types of its values
   * @param initial default in words, or when a value is required
   * @param effect first sentence of the Javadoc
   * @param values what each value is
   */
  record Property(String types, String initial, String effect, String values) {}

  /** Every public construct that has a builder, by name. */
  static List<BuilderDocs> all() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<BuilderDocs> docs = new ArrayList<>();
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
        String source = Files.readString(file);
        if (source.contains("public static final class Builder")) {
          docs.add(of(file, source));
        }
      }
      return docs;
    }
  }

  private static BuilderDocs of(Path file, String source) {
    Matcher type = CLASS.matcher(source);
    if (!type.find()) {
      throw new AssertionError("no documented class in " + file);
    }
    Map<String, Property> properties = new LinkedHashMap<>();
    SETTER.matcher(source).results().forEach(setter -> properties.put(setter.group(2), of(setter)));
    String qualified = SOURCES.relativize(file).toString().replace('/', '.');
    return new BuilderDocs(
        type.group(2),
        qualified.substring(0, qualified.length() - ".java".length()),
        text(type.group(1)),
        properties);
  }

  private static Property of(MatchResult setter) {
    String[] parts = setter.group(1).split("\\n\\s*\\* @(?:param|return|throws)\\b", -1);
    String sentence = text(parts[0]);
    Matcher preset = DEFAULT.matcher(sentence);
    String initial = "";
    if (preset.find()) {
      initial =
          Stream.of(preset.group(1), preset.group(2), preset.group(3))
              .filter(Objects::nonNull)
              .collect(Collectors.joining());
      sentence = sentence.substring(0, preset.start()) + ".";
    }
    String types =
        Arrays.stream(setter.group(3).split(",\\s*", -1))
            .map(parameter -> "`%s`".formatted(parameter.substring(0, parameter.lastIndexOf(' '))))
            .collect(Collectors.joining(", "));
    List<String> values = new ArrayList<>();
    for (int part = 1; part < parts.length; part++) {
      String[] words = text(parts[part]).split(" ", 2);
      if (setter.group(3).matches("(?s).*\\b%s\\b.*".formatted(Pattern.quote(words[0])))) {
        values.add(words[1]);
      }
    }
    return new Property(types, initial, sentence, String.join("; ", values));
  }

  private static String text(String javadoc) {
    return javadoc
        .replaceAll("\\n\\s*\\* ?", "\n")
        .replaceAll("\\s+", " ")
        .replaceAll("\\{@(?:code|link) #?([^}]*)}", "`$1`")
        .replaceAll("</?em>", "*")
        .replace(" <p>", "\n\n")
        .trim();
  }

  /** As a section of Markdown. */
  String markdown() {
    StringBuilder section = new StringBuilder();
    section.append("### %s\n\n`%s`. %s\n\n".formatted(name, type, description));
    section.append("| property | type | default | effect | value |\n|---|---|---|---|---|\n");
    properties.forEach(
        (property, docs) ->
            section.append(
                "| `%s` | %s | %s | %s | %s |\n"
                    .formatted(
                        property, docs.types(), docs.initial(), docs.effect(), docs.values())));
    return section.append('\n').toString();
  }
}
