package dev.azurepatroni.lab.balancer;

import dev.azurepatroni.lab.inventory.Item;
import java.util.List;
import java.util.Locale;

/**
 * A health probe.
 *
 * @param name its name
 * @param protocol {@code tcp}, {@code http} or {@code https}
 * @param port the backend's port that is asked
 * @param path for HTTP and HTTPS, the path that has to answer 200
 * @param intervalSeconds pause from one question to the next
 * @param threshold how many equal answers in a row change a backend's state
 */
public record Probe(
    String name, String protocol, int port, String path, int intervalSeconds, int threshold) {

  /**
   * Azure gives up an HTTP probe after this long: learn.microsoft.com, "Azure Load Balancer health
   * probes".
   */
  private static final int LONGEST_SECONDS = 30;

  static Probe of(Item probe) {
    String protocol = probe.text("protocol").toLowerCase(Locale.ROOT);
    if (!List.of("tcp", "http", "https").contains(protocol)) {
      throw new IllegalStateException(
          "probe %s asks by %s: the lab knows Tcp, Http and Https"
              .formatted(probe.name(), protocol));
    }
    return new Probe(
        probe.name(),
        protocol,
        probe.number("port"),
        probe.text("request_path"),
        probe.number("interval_in_seconds"),
        Math.max(1, probe.number("probe_threshold")));
  }

  int timeoutMillis() {
    return Math.min(intervalSeconds, LONGEST_SECONDS) * 1000;
  }
}
