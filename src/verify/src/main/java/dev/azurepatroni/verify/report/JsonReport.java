package dev.azurepatroni.verify.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.verify.check.CheckResult;
import dev.azurepatroni.verify.check.TimeSeries;

/** Results for programs. */
final class JsonReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonReport() {}

  static String of(VerificationReport report) {
    ObjectNode root = JSON.createObjectNode();
    root.put("stack", report.stack());
    root.put("started", report.started().toString());
    root.put("passed", report.passed());
    ArrayNode checks = root.putArray("checks");
    report.results().forEach(result -> add(checks.addObject(), result));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(ObjectNode check, CheckResult result) {
    check.put("id", result.name().id());
    check.put("title", result.name().title());
    check.put("group", result.name().group().name());
    check.put("status", result.status().name());
    check.put("seconds", result.seconds());
    ArrayNode figures = check.putArray("figures");
    result
        .figures()
        .forEach(
            figure ->
                figures
                    .addObject()
                    .put("name", figure.name())
                    .put("value", figure.value())
                    .put("unit", figure.unit()));
    ArrayNode messages = check.putArray("messages");
    result.messages().forEach(messages::add);
    ArrayNode plots = check.putArray("plots");
    for (TimeSeries plot : result.series()) {
      ObjectNode one = plots.addObject().put("title", plot.title()).put("unit", plot.unit());
      plot.marks().forEach(mark -> one.put("markSecond", mark));
      ArrayNode values = one.putArray("bySecond");
      plot.values().forEach(values::add);
    }
  }
}
