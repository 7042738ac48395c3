package dev.azurepatroni.app.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The stack-file reference: an introduction, then a table a section, with examples where useful.
 */
final class StackFileReference {
  private final Sections sections = Sections.ofStackFile();

  String markdown() {
    StringBuilder document = new StringBuilder(prose("introduction"));
    sections.all().forEach(section -> document.append(section(section)));
    return document.toString();
  }

  private String section(Section section) {
    StringBuilder text = new StringBuilder("\n## " + section.title() + "\n\n");
    if (section.places().size() == 1) {
      section.places().values().stream()
          .filter(meaning -> !meaning.isEmpty())
          .forEach(meaning -> text.append(meaning).append("\n\n"));
    } else {
      section
          .places()
          .forEach((path, meaning) -> text.append("- `%s`: %s%n".formatted(path, meaning)));
      text.append('\n');
    }
    text.append(Row.HEAD);
    section.entries().forEach(entry -> text.append(new Row(entry, sections).markdown()));
    return text.append(prose(section.type().getSimpleName())).toString();
  }

  /** What is written by hand, for the whole or for the section of a record. */
  private static String prose(String name) {
    try (InputStream file = StackFileReference.class.getResourceAsStream(name + ".md")) {
      return file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
