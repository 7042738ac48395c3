package dev.azurepatroni.verify.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Collects the answers and errors of a load's clients. All times are nanoseconds since the load
 * began.
 */
final class LoadRecorder {
  private static final long NANOS_A_SECOND = 1_000_000_000L;

  private final double requested;
  private final Histogram all = new Histogram(3);
  private final List<Bucket> seconds = new ArrayList<>();
  private final Map<String, Long> errors = new HashMap<>();
  private long done;
  private long failed;
  private long missed;

  LoadRecorder(double requested) {
    this.requested = requested;
  }

  private static final class Bucket {
    private final Histogram latency = new Histogram(2);
    private long done;
    private long failed;
  }

  /** Adds an answered query; its latency counts from when it was due. */
  synchronized void done(long due, long ended) {
    long micros = Math.max(0, ended - due) / 1000;
    done++;
    all.recordValue(micros);
    at(due).latency.recordValue(micros);
    at(ended).done++;
  }

  synchronized void failed(String error, long ended) {
    failed++;
    errors.merge(error, 1L, Long::sum);
    at(ended).failed++;
  }

  synchronized void missed(long due) {
    missed++;
    at(due).failed++;
  }

  synchronized LoadResult result(long end) {
    return new LoadResult(
        requested,
        end / (double) NANOS_A_SECOND,
        done,
        failed,
        missed,
        Latency.of(all),
        errors,
        seconds.stream()
            .map(
                second ->
                    new LoadResult.Second(
                        second.done,
                        second.failed,
                        second.latency.getValueAtPercentile(99) / 1000.0))
            .toList());
  }

  private Bucket at(long moment) {
    int second = (int) (Math.max(0, moment) / NANOS_A_SECOND);
    while (seconds.size() <= second) {
      seconds.add(new Bucket());
    }
    return seconds.get(second);
  }
}
