package dev.azurepatroni.app.yaml;

import dev.azurepatroni.topology.finding.Findings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;

/** Makes a tree of a YAML parser's events, noting where each value stands. */
final class YamlComposer {
  private static final int DEEPEST = 20;

  private final Parser events;
  private final Findings findings;
  private final SourceLocations places;

  YamlComposer(Parser events, Findings findings, SourceLocations places) {
    this.events = events;
    this.findings = findings;
    this.places = places;
  }

  /** The first document; empty where there is none. */
  Optional<YamlNode> compose() {
    events.getEvent();
    if (events.checkEvent(Event.ID.StreamEnd)) {
      return Optional.empty();
    }
    events.getEvent();
    YamlNode root = node("", 0);
    events.getEvent();
    if (!events.checkEvent(Event.ID.StreamEnd)) {
      places.move(SourceLocations.FILE, line(events.peekEvent()));
      findings.error(
          SourceLocations.FILE,
          "---",
          "a second document begins; a stack file contains one",
          "give each stack a file of its own");
    }
    return Optional.of(root);
  }

  private YamlNode node(String path, int depth) {
    Event event = events.getEvent();
    places.note(path, line(event));
    if (depth > DEEPEST) {
      findings.error(
          path,
          "...",
          "is nested deeper than %d levels".formatted(DEEPEST),
          "write it in %d levels or fewer".formatted(DEEPEST));
      return skip(event);
    }
    if (tagged(event)) {
      findings.error(
          path.isEmpty() ? SourceLocations.FILE : path,
          "!...",
          "YAML tags are not supported",
          "remove the tag, and write a string in quotes");
    }
    if (event instanceof ScalarEvent scalar) {
      return scalar(path, scalar);
    }
    if (event instanceof SequenceStartEvent) {
      return list(path, depth);
    }
    if (event instanceof MappingStartEvent) {
      return mapping(path, depth);
    }
    findings.error(
        path.isEmpty() ? SourceLocations.FILE : path,
        "*" + ((AliasEvent) event).getAnchor(),
        "aliases are not supported",
        "write the value itself");
    return new YamlNode.Unread();
  }

  private YamlNode scalar(String path, ScalarEvent scalar) {
    places.text(path, scalar.getValue());
    return new YamlNode.Scalar(scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN);
  }

  private YamlNode list(String path, int depth) {
    List<YamlNode> items = new ArrayList<>();
    while (!events.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node(path + "[" + items.size() + "]", depth + 1));
    }
    events.getEvent();
    return new YamlNode.Sequence(items);
  }

  private YamlNode mapping(String path, int depth) {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    while (!events.checkEvent(Event.ID.MappingEnd)) {
      Event key = events.getEvent();
      if (key instanceof ScalarEvent scalar) {
        entry(path, depth, scalar, entries);
      } else {
        String at = path.isEmpty() ? SourceLocations.FILE : path;
        places.move(at, line(key));
        findings.error(at, "? ...", "has a key that is not a string", "write `key: value`");
        skip(key);
        skip(events.getEvent());
      }
    }
    events.getEvent();
    return new YamlNode.Mapping(entries);
  }

  private void entry(String path, int depth, ScalarEvent key, Map<String, YamlNode> entries) {
    String name = key.getValue();
    String at = SourceLocations.join(path, name);
    if (name.equals("<<")) {
      places.note(at, line(key));
      findings.error(at, "...", "merge keys are not supported", "write the settings themselves");
      skip(events.getEvent());
    } else if (entries.containsKey(name)) {
      String first = "is a duplicate; the first is on line " + places.line(at);
      places.move(at, line(key));
      findings.error(at, "(again)", first, "remove one of the two");
      skip(events.getEvent());
    } else {
      places.note(at, line(key));
      entries.put(name, node(at, depth + 1));
    }
  }

  private YamlNode skip(Event begun) {
    int open = opens(begun) ? 1 : 0;
    while (open > 0) {
      Event event = events.getEvent();
      boolean closes = event.is(Event.ID.SequenceEnd) || event.is(Event.ID.MappingEnd);
      open += opens(event) ? 1 : closes ? -1 : 0;
    }
    return new YamlNode.Unread();
  }

  private static boolean tagged(Event event) {
    return (event instanceof ScalarEvent scalar && scalar.getTag() != null)
        || (event instanceof CollectionStartEvent collection && collection.getTag() != null);
  }

  private static boolean opens(Event event) {
    return event.is(Event.ID.SequenceStart) || event.is(Event.ID.MappingStart);
  }

  private static int line(Event event) {
    return event.getStartMark().getLine() + 1;
  }
}
