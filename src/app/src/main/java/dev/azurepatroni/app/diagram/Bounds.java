package dev.azurepatroni.app.diagram;

/** A rectangle of a drawing, in its units. */
record Bounds(int x, int y, int width, int height) {
  int right() {
    return x + width;
  }

  int bottom() {
    return y + height;
  }

  int middle() {
    return x + width / 2;
  }
}
