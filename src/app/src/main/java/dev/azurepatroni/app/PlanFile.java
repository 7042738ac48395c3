package dev.azurepatroni.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.backup.BackupBudget;
import dev.azurepatroni.topology.backup.BackupPlan;
import dev.azurepatroni.topology.budget.FaultBudget;
import dev.azurepatroni.topology.budget.PoolBudget;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.quorum.ZoneLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The facts of a cluster for tools, {@code plan.json} next to the stack's JSON: its budgets, what
 * the loss of each zone leaves, and its findings.
 *
 * @param cluster name of the cluster
 * @param connections how PostgreSQL's connections are divided
 * @param zones what the loss of each zone leaves
 * @param rtoBudget how long each fault keeps clients from writing
 * @param backup where backups are, and what they promise; left out without backup
 * @param memory of each database host
 * @param findings what the cluster's owner should know
 */
record PlanFile(
    String cluster,
    Connections connections,
    List<Zone> zones,
    List<Fault> rtoBudget,
    Backup backup,
    Memory memory,
    List<Note> findings) {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

  PlanFile {
    zones = List.copyOf(zones);
    rtoBudget = List.copyOf(rtoBudget);
    findings = List.copyOf(findings);
  }

  /** Memory of a database host, and PostgreSQL's shared buffers of it. */
  record Memory(long totalMib, long sharedBuffersMib) {
    static Memory of(ClusterPlan plan) {
      Host host = plan.databases().get(0);
      return new Memory(host.size().memoryMib(), plan.postgres().size("shared_buffers").mib());
    }
  }

  /** Where backups are, and what they promise. */
  record Backup(
      String account,
      String container,
      String path,
      int retentionDays,
      int lossSeconds,
      List<Outage> archiveOutages,
      long leastRestoreSeconds) {
    Backup {
      archiveOutages = List.copyOf(archiveOutages);
    }

    static Backup of(BackupPlan backup, BackupBudget budget) {
      return new Backup(
          backup.account(),
          backup.container(),
          backup.path(),
          backup.retentionDays(),
          budget.lossSeconds(),
          budget.outages().stream().map(Outage::of).toList(),
          budget.restore().least().toSeconds());
    }
  }

  /** How long the archive may be away at a rate of WAL. */
  record Outage(int walMbps, long seconds) {
    static Outage of(BackupBudget.Outage outage) {
      return new Outage(outage.walMbps(), outage.lasts().toSeconds());
    }
  }

  /** The parts of PostgreSQL's connections; those of the poolers are poolers x perPooler. */
  record Connections(int max, int poolers, int perPooler, int direct, int reserve) {
    static Connections of(PoolBudget pools) {
      return new Connections(
          pools.maxConnections(),
          pools.poolers(),
          pools.perPooler(),
          pools.direct(),
          pools.reserve().all());
    }
  }

  /** What the loss of one zone leaves. */
  record Zone(
      String zone,
      List<String> etcdMembersLeft,
      int etcdMembersNeeded,
      boolean quorumSurvives,
      List<String> replicasLeft,
      List<String> poolersLeft,
      boolean writesContinue) {
    static Zone of(ZoneLoss loss) {
      return new Zone(
          loss.zone(),
          names(loss.votersLeft()),
          loss.votesNeeded(),
          loss.quorumSurvives(),
          names(loss.replicasLeft()),
          names(loss.poolersLeft()),
          loss.writesContinue());
    }

    private static List<String> names(List<Host> hosts) {
      return hosts.stream().map(Host::name).toList();
    }
  }

  /** The budget of one fault; without worstSeconds where only its end ends the outage. */
  record Fault(String id, String title, double bestSeconds, Double worstSeconds, String reason) {
    static Fault of(FaultBudget budget) {
      return new Fault(
          budget.fault().id(),
          budget.fault().title(),
          seconds(budget.best()),
          budget.isBounded() ? seconds(budget.worst()) : null,
          budget.why());
    }

    private static double seconds(Duration duration) {
      return duration.toMillis() / 1000.0;
    }
  }

  /** A finding. */
  record Note(String severity, String path, String value, String problem, String fix) {
    static Note of(Finding finding) {
      return new Note(
          finding.severity().name().toLowerCase(Locale.ROOT),
          finding.path(),
          finding.value(),
          finding.problem(),
          finding.fix());
    }
  }

  static PlanFile of(ClusterPlan plan) {
    return new PlanFile(
        plan.spec().name(),
        Connections.of(plan.pools()),
        plan.quorum().losses().stream().map(Zone::of).toList(),
        plan.rto().faults().stream().map(Fault::of).toList(),
        plan.backup()
            .map(backup -> Backup.of(backup, plan.backupBudget().orElseThrow()))
            .orElse(null),
        Memory.of(plan),
        plan.warnings().stream().map(Note::of).toList());
  }

  /**
   * Writes the file of every stack.
   *
   * @param output folder that was synthesised to
   * @param stacks sound ones
   * @throws IOException if a file cannot be written
   */
  static void write(Path output, List<LoadedStack> stacks) throws IOException {
    for (LoadedStack stack : stacks) {
      Path file = output.resolve("stacks").resolve(stack.name()).resolve("plan.json");
      Files.writeString(file, of(stack.plan()).json());
    }
  }

  String json() throws IOException {
    return JSON.writeValueAsString(this) + "\n";
  }
}
