package dev.azurepatroni.lab.drill;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every trial's write gap as a dot beside its fault's budget, as SVG for light and dark pages. */
final class Plot {
  private static final double LEAST_SECONDS = 40;
  private static final double STEP_SECONDS = 10;

  private Plot() {}

  /** All of it. */
  static String of(List<Summary> summaries) throws IOException {
    double longest =
        summaries.stream()
            .mapToDouble(it -> Math.max(it.gap("pooler", 1), it.gap("database", 1)))
            .max()
            .orElse(0);
    double scale = Math.ceil(Math.max(LEAST_SECONDS, longest) / STEP_SECONDS) * STEP_SECONDS;
    List<Map<String, Object>> rows = new ArrayList<>();
    summaries.forEach(it -> rows.add(row(it, scale)));
    Configuration freemarker = new Configuration(Configuration.VERSION_2_3_34);
    freemarker.setClassForTemplateLoading(Plot.class, "");
    // Or a coordinate is written as people of the machine's language write numbers.
    freemarker.setLocale(Locale.ROOT);
    freemarker.setInterpolationSyntax(Configuration.SQUARE_BRACKET_INTERPOLATION_SYNTAX);
    freemarker.setTagSyntax(Configuration.SQUARE_BRACKET_TAG_SYNTAX);
    freemarker.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    StringWriter svg = new StringWriter();
    try {
      freemarker
          .getTemplate("plot.svg.ftl")
          .process(Map.of("rows", rows, "seconds", scale, "step", STEP_SECONDS), svg);
    } catch (TemplateException e) {
      throw new IllegalStateException("the plot's template is wrong", e);
    }
    return svg.toString();
  }

  private static Map<String, Object> row(Summary it, double scale) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("title", it.fault().kind().title());
    row.put("pooler", gaps(it, "pooler"));
    row.put("database", gaps(it, "database"));
    row.put("best", Math.min(it.budget().best(), scale));
    row.put("worst", Math.min(it.budget().worst().orElse(scale), scale));
    return row;
  }

  private static List<Double> gaps(Summary it, String endpoint) {
    return it.trials().stream().map(trial -> trial.gaps().getOrDefault(endpoint, 0.0)).toList();
  }
}
