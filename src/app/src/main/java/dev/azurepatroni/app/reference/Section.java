package dev.azurepatroni.app.reference;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings that stand together in one mapping.
 *
 * @param type the record they are read into
 * @param places what the mapping is for, by its path; the top level's is empty
 * @param entries the settings, in reading order
 */
record Section(Class<?> type, Map<String, String> places, List<Entry> entries) {
  String title() {
    return places.containsKey("")
        ? "Top level"
        : places.keySet().stream()
            .map(path -> "`" + path + "`")
            .collect(Collectors.joining(" and "));
  }

  /** Where a link to its heading goes, as GitHub makes it. */
  String anchor() {
    return "#" + title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
  }

  boolean hasRequired() {
    return entries.stream().anyMatch(entry -> entry.setting().required());
  }
}
