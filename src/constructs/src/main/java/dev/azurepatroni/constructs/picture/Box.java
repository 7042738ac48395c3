package dev.azurepatroni.constructs.picture;

/** A rectangle of a drawing, in its units. */
record Box(int x, int y, int width, int height) {
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
