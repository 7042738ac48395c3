package dev.azurepatroni.app.diagram;

import java.util.List;

/** An SVG document under way: shapes and texts, each with a class that the style sheet draws. */
final class Svg {
  private static final int CORNER = 8;

  private final StringBuilder shapes = new StringBuilder();

  void box(String classes, Bounds box) {
    box(classes, box, CORNER);
  }

  void box(String classes, Bounds box, int corner) {
    shapes
        .append("  <rect class=\"")
        .append(classes)
        .append("\" x=\"")
        .append(box.x())
        .append("\" y=\"")
        .append(box.y())
        .append("\" width=\"")
        .append(box.width())
        .append("\" height=\"")
        .append(box.height())
        .append("\" rx=\"")
        .append(corner)
        .append("\"/>\n");
  }

  void dot(String classes, int x, int y, int radius) {
    shapes
        .append("  <circle class=\"")
        .append(classes)
        .append("\" cx=\"")
        .append(x)
        .append("\" cy=\"")
        .append(y)
        .append("\" r=\"")
        .append(radius)
        .append("\"/>\n");
  }

  void text(String classes, int x, int y, String text) {
    shapes
        .append("  <text class=\"")
        .append(classes)
        .append("\" x=\"")
        .append(x)
        .append("\" y=\"")
        .append(y)
        .append("\">")
        .append(escaped(text))
        .append("</text>\n");
  }

  /** A line through points, each x and y; straight from one to the next. */
  void line(String classes, List<Integer> points) {
    shapes.append("  <polyline class=\"").append(classes).append("\" points=\"");
    for (int i = 0; i < points.size(); i += 2) {
      shapes.append(i == 0 ? "" : " ").append(points.get(i)).append(',').append(points.get(i + 1));
    }
    shapes.append("\"/>\n");
  }

  /**
   * The document.
   *
   * @param width in units, pixels unless it is scaled
   * @param height likewise
   * @param title for those who do not see it
   * @param style CSS
   * @param definitions markers
   */
  String document(int width, int height, String title, String style, String definitions) {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">
      <title>%s</title>
      <style>
    %s  </style>
    %s%s</svg>
    """
        .formatted(width, height, width, height, escaped(title), style, definitions, shapes);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
