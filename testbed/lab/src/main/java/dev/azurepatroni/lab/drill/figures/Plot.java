package dev.azurepatroni.lab.drill.figures;

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

/** Every run's write gap as a dot next to its fault's budget, as SVG for light and dark pages. */
public final class Plot {
  private static final double LEAST_SECONDS = 40;
  private static final double STEP_SECONDS = 10;

  private Plot() {}

  /** The picture. */
  public static String of(List<Summary> summaries) throws IOException {
    double longest =
        summaries.stream()
            .mapToDouble(
                summary ->
                    Math.max(
                        summary.longestGap(Summary.POOLER), summary.longestGap(Summary.DATABASE)))
            .max()
            .orElse(0);
    double scale = Math.ceil(Math.max(LEAST_SECONDS, longest) / STEP_SECONDS) * STEP_SECONDS;
    List<Map<String, Object>> rows = new ArrayList<>();
    summaries.forEach(summary -> rows.add(row(summary, scale)));
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

  private static Map<String, Object> row(Summary summary, double scale) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("title", summary.fault().kind().title());
    row.put("pooler", gaps(summary, Summary.POOLER));
    row.put("database", gaps(summary, Summary.DATABASE));
    row.put("best", Math.min(summary.budget().best(), scale));
    row.put("worst", Math.min(summary.budget().worst(), scale));
    return row;
  }

  private static List<Double> gaps(Summary summary, String endpoint) {
    return summary.runs().stream().map(run -> run.gap(endpoint)).toList();
  }
}
