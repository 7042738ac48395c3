package dev.azurepatroni.lab.balancer;

/**
 * The results of a backend's probes so far. A backend begins without health.
 *
 * @param up whether it gets new flows
 * @param streak how many answers in a row spoke for the other state
 */
record Health(boolean up, int streak) {
  static final Health UNKNOWN = new Health(false, 0);

  /** After one more answer. */
  Health after(boolean answered, int threshold) {
    if (answered == up) {
      return new Health(up, 0);
    }
    return streak + 1 >= threshold ? new Health(answered, 0) : new Health(up, streak + 1);
  }
}
