package dev.azurepatroni.app.reference;

import dev.azurepatroni.app.StackConfig;
import dev.azurepatroni.app.yaml.Flattened;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.Setting;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every section of a stack file, in reading order, with the defaults of an untouched cluster. */
final class Sections {
  private final Map<Class<?>, Section> byType = new LinkedHashMap<>();

  private Sections() {}

  static Sections ofStackFile() {
    Sections sections = new Sections();
    ClusterSpec defaults = ClusterSpec.ofDefaults("pgpatroni", "germanywestcentral");
    sections.add("", "", new StackConfig(defaults, null, null));
    return sections;
  }

  Collection<Section> all() {
    return byType.values();
  }

  Section of(Class<?> type) {
    return byType.get(type);
  }

  private void add(String path, String meaning, Record defaults) {
    Class<?> type = defaults.getClass();
    if (byType.containsKey(type)) {
      byType.get(type).places().put(path, meaning);
      return;
    }
    Map<String, String> places = new LinkedHashMap<>();
    places.put(path, meaning);
    List<Entry> entries = entries(defaults);
    byType.put(type, new Section(type, places, entries));
    for (Entry entry : entries) {
      if (entry.element().isRecord()) {
        String at = path.isEmpty() ? entry.name() : path + "." + entry.name();
        boolean several = entry.isMap() || entry.isList();
        Record below = several ? sample(entry.element()) : (Record) entry.value();
        String suffix = entry.isMap() ? ".<name>" : entry.isList() ? "[]" : "";
        add(at + suffix, entry.setting().value(), below);
      }
    }
  }

  private static List<Entry> entries(Record defaults) {
    List<Entry> entries = new ArrayList<>();
    for (RecordComponent component : defaults.getClass().getRecordComponents()) {
      Object value = read(component, defaults);
      if (Flattened.is(component)) {
        entries.addAll(entries((Record) value));
      } else {
        Setting setting = component.getAnnotation(Setting.class);
        entries.add(new Entry(component.getName(), component.getGenericType(), setting, value));
      }
    }
    return entries;
  }

  /** A record of examples where something is required, and of defaults elsewhere. */
  private static Record sample(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = Arrays.stream(components).map(Sections::example).toArray();
    try {
      return (Record) type.getConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
    }
  }

  private static Object example(RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    if (!setting.required()) {
      return null;
    }
    return component.getType() == Integer.class
        ? Integer.valueOf(setting.example())
        : setting.example();
  }

  private static Object read(RecordComponent component, Record holder) {
    try {
      return component.getAccessor().invoke(holder);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
