package dev.azurepatroni.review.synthesis;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The figures of a cluster that the synthesis writes to {@code plan.json}.
 *
 * @param cluster name of the cluster; empty if there is no {@code plan.json}
 * @param connections how PostgreSQL's connections are shared; null if there is no {@code plan.json}
 * @param zones what the loss of each zone leaves
 * @param rtoBudget how long clients cannot write, by fault
 * @param memory of each database host; null if an older synthesis did not write it
 * @param findings what a reader of the specification should know
 */
public record ClusterSummary(
    String cluster,
    Connections connections,
    List<ZoneLoss> zones,
    List<Budget> rtoBudget,
    Memory memory,
    List<Warning> findings) {
  /** Stands for a stack without {@code plan.json}, synthesised by an older commit. */
  public static final ClusterSummary UNKNOWN =
      new ClusterSummary("", null, List.of(), List.of(), null, List.of());

  private static final ObjectMapper JSON =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  /** Copies the lists. */
  public ClusterSummary {
    zones = copy(zones);
    rtoBudget = copy(rtoBudget);
    findings = copy(findings);
  }

  /**
   * Memory of a database host.
   *
   * @param totalMib of its VM size
   * @param sharedBuffersMib PostgreSQL's shared buffers
   */
  public record Memory(long totalMib, long sharedBuffersMib) {}

  /**
   * Connections of PostgreSQL.
   *
   * @param max PostgreSQL's limit
   * @param poolers number of poolers
   * @param perPooler connections that each pooler may open
   * @param direct sessions without a pooler; 0 if an older synthesis did not divide the rest
   * @param reserve connections that neither takes; an older synthesis has another name for it
   */
  public record Connections(
      int max, int poolers, int perPooler, int direct, @JsonAlias("reserved") int reserve) {}

  /**
   * What the loss of a zone leaves.
   *
   * @param zone the zone that is lost
   * @param etcdMembersLeft hosts of the etcd members in other zones
   * @param etcdMembersNeeded size of the quorum
   * @param replicasLeft database hosts in other zones
   * @param poolersLeft poolers in other zones
   * @param writesContinue whether the cluster accepts writes after a failover
   */
  public record ZoneLoss(
      String zone,
      List<String> etcdMembersLeft,
      int etcdMembersNeeded,
      List<String> replicasLeft,
      List<String> poolersLeft,
      boolean writesContinue) {
    /** Checks the zone, and copies the lists. */
    public ZoneLoss {
      Objects.requireNonNull(zone, "zone");
      etcdMembersLeft = copy(etcdMembersLeft);
      replicasLeft = copy(replicasLeft);
      poolersLeft = copy(poolersLeft);
    }
  }

  /**
   * The RTO budget of a fault.
   *
   * @param id identifies the fault, for example {@code leader-host-lost}
   * @param title what people read
   * @param bestSeconds shortest write outage
   * @param worstSeconds longest write outage; null if it ends only with the fault
   * @param reason what the time is spent on
   */
  public record Budget(
      String id, String title, double bestSeconds, Double worstSeconds, String reason) {
    /** Checks the texts. */
    public Budget {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(title, "title");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * A finding.
   *
   * @param severity {@code warning} or {@code error}
   * @param path of the setting
   * @param value of the setting
   * @param problem what is wrong
   * @param fix what to do
   */
  public record Warning(String severity, String path, String value, String problem, String fix) {
    /** Checks the severity. */
    public Warning {
      Objects.requireNonNull(severity, "severity");
    }

    /** {@return the setting and its value} */
    public String subject() {
      return path + " = " + value;
    }
  }

  /**
   * Reads a file.
   *
   * @return {@link #UNKNOWN} if the file does not exist
   * @throws IOException if it is not a {@code plan.json}; the message names the file
   */
  static ClusterSummary read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return UNKNOWN;
    }
    try {
      ClusterSummary summary = JSON.readValue(file.toFile(), ClusterSummary.class);
      if (summary.cluster == null || summary.connections == null) {
        throw new IOException(
            "%s has no cluster or no connections: run bin/synth again".formatted(file));
      }
      return summary;
    } catch (JsonProcessingException e) {
      throw new IOException(
          "%s is not a plan.json: %s. Run bin/synth again".formatted(file, e.getOriginalMessage()),
          e);
    }
  }

  /** {@return whether there was a {@code plan.json}} */
  public boolean known() {
    return !cluster.isEmpty();
  }

  private static <T> List<T> copy(List<T> list) {
    return List.copyOf(Objects.requireNonNullElse(list, List.of()));
  }
}
