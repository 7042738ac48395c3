package dev.azurepatroni.verify.host;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads the status of all hosts. */
public final class ClusterWatch {
  private static final Duration TIMEOUT = Duration.ofSeconds(45);

  private final HostChannel channel;

  /** Asks through a channel. */
  public ClusterWatch(HostChannel channel) {
    this.channel = channel;
  }

  /** Asks every host, all at the same time. */
  public ClusterSnapshot snapshot() throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(channel.hosts().size());
    try {
      Map<String, Future<HostStatus>> asked = new LinkedHashMap<>();
      for (String host : channel.hosts()) {
        Callable<HostStatus> question = () -> status(host);
        asked.put(host, threads.submit(question));
      }
      Map<String, HostStatus> statuses = new LinkedHashMap<>();
      Map<String, String> silent = new LinkedHashMap<>();
      for (Map.Entry<String, Future<HostStatus>> one : asked.entrySet()) {
        try {
          statuses.put(one.getKey(), one.getValue().get());
        } catch (ExecutionException e) {
          silent.put(one.getKey(), String.valueOf(e.getCause().getMessage()));
        }
      }
      return new ClusterSnapshot(statuses, silent);
    } finally {
      threads.shutdownNow();
    }
  }

  private HostStatus status(String host) throws IOException, InterruptedException {
    HostAnswer answer = channel.run(host, "pgcluster status --json", TIMEOUT);
    // Exit status 1 means degraded: it still prints the status.
    if (answer.status() > 1) {
      throw new IOException(answer.reason());
    }
    return HostStatus.parse(answer.out());
  }
}
