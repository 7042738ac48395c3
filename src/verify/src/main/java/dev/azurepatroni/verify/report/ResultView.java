package dev.azurepatroni.verify.report;

import dev.azurepatroni.verify.check.CheckResult;
import dev.azurepatroni.verify.check.Figure;
import java.util.List;

/** A result as the template prints it. */
public final class ResultView {
  private final CheckResult result;

  ResultView(CheckResult result) {
    this.result = result;
  }

  /** To choose it by. */
  public String getId() {
    return result.name().id();
  }

  /** What it shows. */
  public String getTitle() {
    return result.name().title();
  }

  /** In words. */
  public String getStatus() {
    return Numbers.text(result.status());
  }

  /** How long it took. */
  public String getSeconds() {
    return Numbers.text(Math.round(result.seconds() * 10) / 10.0);
  }

  /** What was measured: name and value. */
  public List<List<String>> getFigures() {
    return result.figures().stream().map(ResultView::row).toList();
  }

  /** What has to be known. */
  public List<String> getMessages() {
    return result.messages();
  }

  /** Pictures. */
  public List<PlotView> getPlots() {
    return result.series().stream()
        .filter(plot -> !plot.values().isEmpty())
        .map(PlotView::new)
        .toList();
  }

  private static List<String> row(Figure figure) {
    return List.of(figure.name(), Numbers.text(figure));
  }
}
