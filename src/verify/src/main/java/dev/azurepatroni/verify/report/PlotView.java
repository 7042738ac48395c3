package dev.azurepatroni.verify.report;

import dev.azurepatroni.verify.check.TimeSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plot as the coordinates of an SVG picture; what the template prints. */
public final class PlotView {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 140;
  private static final int MOST_POINTS = 320;

  private final TimeSeries plot;
  private final double highest;

  PlotView(TimeSeries plot) {
    this.plot = plot;
    this.highest =
        Math.max(1e-9, plot.values().stream().mapToDouble(Double::doubleValue).max().orElse(0));
  }

  /** Over the picture. */
  public String getTitle() {
    return plot.title();
  }

  /** Of the values. */
  public String getUnit() {
    return plot.unit();
  }

  /** The highest value, which the picture's upper edge stands for. */
  public String getHighest() {
    return Numbers.text(plot.values().stream().mapToDouble(Double::doubleValue).max().orElse(0));
  }

  /** How many seconds the picture is wide. */
  public int getSeconds() {
    return plot.values().size();
  }

  /** Points of the line. Of several that fall on one, the highest is kept: no peak gets lost. */
  public String getPoints() {
    int size = plot.values().size();
    int step = (size + MOST_POINTS - 1) / Math.max(1, Math.min(MOST_POINTS, size));
    List<String> points = new ArrayList<>();
    for (int i = 0; i < size; i += Math.max(1, step)) {
      double value =
          plot.values().subList(i, Math.min(size, i + Math.max(1, step))).stream()
              .mapToDouble(Double::doubleValue)
              .max()
              .orElse(0);
      points.add(String.format(Locale.ROOT, "%.1f,%.1f", x(i), HEIGHT - value / highest * HEIGHT));
    }
    return String.join(" ", points);
  }

  /** X of the injected fault; empty without a fault. */
  public String getMark() {
    return plot.marks().stream()
        .map(mark -> String.format(Locale.ROOT, "%.1f", x(mark)))
        .findFirst()
        .orElse("");
  }

  private double x(double second) {
    return second / Math.max(1, plot.values().size() - 1) * WIDTH;
  }
}
