package dev.azurepatroni.app.yaml;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.finding.Printable;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * A YAML text as a tree that remembers its lines.
 *
 * @param root the settings; null where they could not be read, which is then among the findings
 * @param places where everything stands
 */
record YamlDocument(YamlNode.Mapping root, SourceLocations places) {
  private static final String REPAIR =
      "correct the line: indent with spaces, close brackets and quotes";

  static YamlDocument unreadable() {
    return new YamlDocument(null, new SourceLocations());
  }

  static YamlDocument parse(String text, Findings findings) {
    SourceLocations places = new SourceLocations();
    try {
      ParserImpl events = new ParserImpl(new StreamReader(text), new LoaderOptions());
      Optional<YamlNode> root = new YamlComposer(events, findings, places).compose();
      return new YamlDocument(root.map(node -> settings(node, findings)).orElse(null), places);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark().getLine() + 1;
      places.move(SourceLocations.FILE, line);
      findings.error(
          SourceLocations.FILE,
          lineOf(text, line),
          "is not YAML: " + Printable.of(e.getProblem()) + begun(e, line),
          REPAIR);
    } catch (ReaderException e) {
      places.move(SourceLocations.FILE, lineOf(text, e));
      findings.error(
          SourceLocations.FILE,
          String.format("character U+%04X", e.getCodePoint()),
          "is not YAML: contains a character that is not allowed",
          "remove it, or save the file as plain UTF-8 text");
    } catch (YAMLException e) {
      findings.error(SourceLocations.FILE, "...", "is not YAML: " + e.getMessage(), REPAIR);
    }
    return new YamlDocument(null, places);
  }

  /** The settings; null where there are none, or a finding says why. */
  private static YamlNode.Mapping settings(YamlNode root, Findings findings) {
    if (root instanceof YamlNode.Mapping mapping) {
      return mapping;
    }
    if (root instanceof YamlNode.Scalar scalar && scalar.isNull()) {
      return null;
    }
    if (!(root instanceof YamlNode.Unread)) {
      findings.error(
          SourceLocations.FILE,
          root.shown(),
          "a stack file is a mapping of settings",
          "start with `name: pgpatroni`");
    }
    return null;
  }

  private static String begun(MarkedYAMLException e, int line) {
    Mark context = e.getContextMark();
    return context == null || context.getLine() + 1 == line
        ? ""
        : ", %s that begins on line %d".formatted(e.getContext(), context.getLine() + 1);
  }

  /** The reader counts code points, and stops before it knows lines. */
  private static int lineOf(String text, ReaderException e) {
    long breaks =
        text.codePoints().limit(e.getPosition()).filter(character -> character == '\n').count();
    return Math.toIntExact(breaks) + 1;
  }

  private static String lineOf(String text, int line) {
    List<String> lines = text.lines().toList();
    // Indented by spaces or not is all the same; a tab is shown, for YAML refuses it.
    return line <= lines.size() ? lines.get(line - 1).replaceFirst("^ +", "") : "(end of file)";
  }
}
