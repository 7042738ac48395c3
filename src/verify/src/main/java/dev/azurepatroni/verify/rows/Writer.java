package dev.azurepatroni.verify.rows;

/**
 * Who writes: one connection at a time, through one endpoint.
 *
 * @param endpoint the endpoint's name
 * @param number which writer of that endpoint, from 1
 */
public record Writer(String endpoint, int number) implements Comparable<Writer> {
  @Override
  public int compareTo(Writer other) {
    int byEndpoint = endpoint.compareTo(other.endpoint);
    return byEndpoint == 0 ? Integer.compare(number, other.number) : byEndpoint;
  }

  @Override
  public String toString() {
    return endpoint + "-" + number;
  }
}
