package dev.azurepatroni.app.reference;

import dev.azurepatroni.app.yaml.EnumNames;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A setting as a row of a Markdown table. */
final class Row {
  static final String HEAD =
      """
      | setting | type | default | range | effect |
      |---|---|---|---|---|
      """;

  private final Entry entry;
  private final Sections sections;

  Row(Entry entry, Sections sections) {
    this.entry = entry;
    this.sections = sections;
  }

  String markdown() {
    return Stream.of(code(entry.name()), type(), fallback(), allowed(), entry.setting().value())
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private String type() {
    if (entry.element().isRecord()) {
      String link = "[settings](%s)".formatted(sections.of(entry.element()).anchor());
      return entry.isMap() ? "mapping of " + link : entry.isList() ? "list of " + link : link;
    }
    String element = plain(entry.element());
    if (entry.isList()) {
      return "list of " + element + "s";
    }
    return entry.isMap() ? "mapping of " + element + "s" : element;
  }

  private static String plain(Class<?> type) {
    if (type.isEnum()) {
      return "enum";
    }
    if (type == Integer.class) {
      return "integer";
    }
    return type == Boolean.class ? "boolean" : "string";
  }

  private String fallback() {
    if (entry.setting().required()) {
      return "**required**";
    }
    if (!entry.setting().defaultsTo().isEmpty()) {
      return entry.setting().defaultsTo();
    }
    if (entry.value() instanceof Record && !sections.of(entry.element()).hasRequired()) {
      return "its defaults";
    }
    return "".equals(entry.value()) ? "none" : code(Notation.of(entry.value()));
  }

  private String allowed() {
    if (entry.element().isEnum()) {
      return EnumNames.of(entry.element()).stream()
          .map(Row::code)
          .collect(Collectors.joining(", "));
    }
    if (!entry.hasRange()) {
      return entry.setting().patternMeans();
    }
    int min = entry.setting().min();
    int max = entry.setting().max();
    return (range(min, max) + " " + entry.setting().unit()).strip();
  }

  private static String range(int min, int max) {
    if (min == max) {
      return grouped(min);
    }
    return grouped(min) + (max == min + 1 ? " or " : " to ") + grouped(max);
  }

  private static String grouped(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
