package dev.azurepatroni.verify.load;

/**
 * When each query of a load is due.
 *
 * @param rate queries a second; 0: as soon as a client is free
 */
public record Pace(double rate) {
  /** As fast as it goes. */
  public static final Pace UNBOUNDED = new Pace(0);

  /** Refuses what is no rate. */
  public Pace {
    if (!(rate >= 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException("a rate of " + rate + " queries a second");
    }
  }

  /** Whether queries wait for nothing but a free client. */
  public boolean unbounded() {
    return rate == 0;
  }

  /**
   * When a query is due, in nanoseconds since the load began. It depends on nothing that came
   * before: a slow answer moves no later query.
   *
   * @param index of the query, from 0
   */
  public long due(long index) {
    return unbounded() ? 0 : Math.round(index * (1e9 / rate));
  }
}
