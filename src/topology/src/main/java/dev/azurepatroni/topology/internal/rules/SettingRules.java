package dev.azurepatroni.topology.internal.rules;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.spec.Setting;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The ranges and patterns that stand at the settings themselves. */
public final class SettingRules {
  private final Findings findings;

  private SettingRules(Findings findings) {
    this.findings = findings;
  }

  /**
   * Checks a specification and all it holds.
   *
   * @param spec a record whose components carry {@link Setting}
   * @param findings where breaches go
   */
  public static void check(Record spec, Findings findings) {
    new SettingRules(findings).record("", spec);
  }

  private void record(String path, Record spec) {
    for (RecordComponent component : spec.getClass().getRecordComponents()) {
      String at = path.isEmpty() ? component.getName() : path + "." + component.getName();
      Setting setting = component.getAnnotation(Setting.class);
      if (setting != null) {
        value(at, setting, read(component, spec));
      }
    }
  }

  private void value(String path, Setting setting, Object value) {
    if (value instanceof Record nested) {
      record(path, nested);
    } else if (value instanceof Integer number) {
      range(path, setting, number);
    } else if (value instanceof String text) {
      pattern(path, setting, text);
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        value(path + "[" + i + "]", setting, list.get(i));
      }
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((key, entry) -> value(path + "." + key, setting, entry));
    }
  }

  private void range(String path, Setting setting, int number) {
    if (number >= setting.min() && number <= setting.max()) {
      return;
    }
    String unit = setting.unit().isEmpty() ? "" : " " + setting.unit();
    boolean two = setting.max() == setting.min() + 1;
    String rule =
        setting.min() == setting.max()
            ? "must be " + grouped(setting.min())
            : (two ? "must be %s or %s%s" : "must be between %s and %s%s")
                .formatted(grouped(setting.min()), grouped(setting.max()), unit);
    int nearest = number < setting.min() ? setting.min() : setting.max();
    findings.error(
        path, number, rule, "write " + nearest + (setting.required() ? "" : " or leave it out"));
  }

  private void pattern(String path, Setting setting, String text) {
    if (!setting.pattern().isEmpty() && !text.matches(setting.pattern())) {
      findings.error(
          path,
          text,
          "must be " + setting.patternMeans(),
          "write for example \"%s\"%s"
              .formatted(setting.example(), setting.required() ? "" : ", or leave it out"));
    }
  }

  private static String grouped(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static Object read(RecordComponent component, Record spec) {
    try {
      return component.getAccessor().invoke(spec);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
