package dev.azurepatroni.verify.rows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The result of a run: times without writes, the rows compared, and the servers that wrote them.
 *
 * @param started when the run began, milliseconds since 1970
 * @param seconds how long it took
 * @param endpoints what clients observed through each endpoint, by its name
 * @param clients what each client observed
 * @param rows all rows compared with those that are stored
 * @param conflicts what proves that two servers took writes at the same time
 * @param timelines PostgreSQL's timelines, each with the server that wrote on it
 */
public record Recording(
    long started,
    double seconds,
    Map<String, EndpointResult> endpoints,
    List<ClientResult> clients,
    Comparison rows,
    List<String> conflicts,
    Map<Integer, String> timelines) {
  private static final Duration NOTABLE = Duration.ofMillis(200);

  /**
   * What clients observed through an endpoint.
   *
   * @param acknowledged rows
   * @param longestGap the longest time without an acknowledged write, in seconds
   * @param resumed whether writes were acknowledged at the end
   * @param gaps every time without an acknowledged write of more than 0.2 s
   * @param errors how often each error occurred
   */
  public record EndpointResult(
      long acknowledged,
      double longestGap,
      boolean resumed,
      List<Pause> gaps,
      Map<String, Long> errors) {}

  /**
   * What one client observed.
   *
   * @param client its name
   * @param via the address it came from, as the server saw it first: a pooler's or its own
   * @param endpoint what it wrote through
   * @param gaps every time without an acknowledged write of its own of more than 0.2 s
   */
  public record ClientResult(String client, String via, String endpoint, List<Pause> gaps) {}

  /**
   * A time without an acknowledged write.
   *
   * @param from seconds since the run began
   * @param to likewise
   */
  public record Pause(double from, double to) {}

  /** Keeps copies. */
  public Recording {
    clients = List.copyOf(clients);
    conflicts = List.copyOf(conflicts);
  }

  /**
   * Evaluates the rows of a run.
   *
   * @param endpoints those that were written through
   * @param end of the run, in nanoseconds since it began
   */
  public static Recording of(
      RunClock clock,
      List<String> endpoints,
      List<Attempt> attempts,
      Map<String, Map<Long, Integer>> stored,
      long end) {
    Map<String, EndpointResult> seen = new LinkedHashMap<>();
    endpoints.forEach(endpoint -> seen.put(endpoint, seen(attempts, endpoint, end)));
    Map<Integer, String> timelines = new TreeMap<>();
    attempts.stream()
        .filter(Attempt::acknowledged)
        .forEach(attempt -> timelines.putIfAbsent(attempt.timeline(), attempt.server()));
    return new Recording(
        clock.started().toEpochMilli(),
        end / 1e9,
        seen,
        clients(attempts, end),
        Comparison.of(attempts, stored),
        Timelines.conflicts(attempts),
        timelines);
  }

  private static List<ClientResult> clients(List<Attempt> attempts, long end) {
    Map<Writer, List<Attempt>> byWriter =
        attempts.stream()
            .collect(Collectors.groupingBy(Attempt::writer, TreeMap::new, Collectors.toList()));
    List<ClientResult> clients = new ArrayList<>();
    byWriter.forEach(
        (writer, own) ->
            clients.add(
                new ClientResult(
                    writer.toString(),
                    own.stream()
                        .map(Attempt::via)
                        .filter(address -> !address.isEmpty())
                        .findFirst()
                        .orElse(""),
                    writer.endpoint(),
                    pauses(Gap.of(own, writer.endpoint(), NOTABLE, end)))));
    return clients;
  }

  private static List<Pause> pauses(List<Gap> gaps) {
    return gaps.stream().map(gap -> new Pause(gap.from() / 1e9, gap.to() / 1e9)).toList();
  }

  private static EndpointResult seen(List<Attempt> attempts, String endpoint, long end) {
    List<Attempt> here =
        attempts.stream().filter(attempt -> attempt.writer().endpoint().equals(endpoint)).toList();
    Map<String, Long> errors = new TreeMap<>();
    here.stream()
        .filter(attempt -> !attempt.acknowledged())
        .forEach(attempt -> errors.merge(attempt.error(), 1L, Long::sum));
    List<Gap> gaps = Gap.of(here, endpoint, Duration.ZERO, end);
    Gap last = gaps.isEmpty() ? new Gap(end, end, false) : gaps.get(gaps.size() - 1);
    return new EndpointResult(
        here.stream().filter(Attempt::acknowledged).count(),
        Gap.longest(gaps).map(found -> found.length().toNanos() / 1e9).orElse(0.0),
        last.ended() || last.length().compareTo(Duration.ofSeconds(1)) < 0,
        pauses(gaps.stream().filter(gap -> gap.length().compareTo(NOTABLE) > 0).toList()),
        errors);
  }
}
