package dev.azurepatroni.verify.suite.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.Group;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** Whether the database could be restored, up to a row that is written now. */
public final class BackupCheck implements Check {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** A closed segment is in the store within seconds, if the archive is not behind. */
  private static final Duration ARCHIVED = Duration.ofSeconds(60);

  /** Hosts look once a minute whether a backup is due; the first one of a new cluster is small. */
  private static final Duration FIRST = Duration.ofSeconds(150);

  private static final int POLL_MILLIS = 500;

  /** Closes the segment of a row that was written before, and names it. */
  private static final String CLOSE_SEGMENT =
      "select pg_walfile_name(pg_logical_emit_message(false, 'verify', 'x')), pg_switch_wal()";

  @Override
  public CheckName name() {
    return new CheckName(
        "backup",
        "Backups can be restored, and what is written now is in the archive within a minute",
        Group.QUICK,
        "commands on hosts");
  }

  @Override
  public void run(CheckContext context, CheckFindings findings)
      throws IOException, InterruptedException {
    String leader = context.leaderName();
    JsonNode found = backups(context, leader);
    long began = System.nanoTime();
    while (isNew(found) && System.nanoTime() - began < FIRST.toNanos()) {
      Thread.sleep(POLL_MILLIS);
      found = backups(context, leader);
    }
    judge(found, Instant.now(), findings);
    archive(context, leader, findings);
  }

  private static JsonNode backups(CheckContext context, String leader)
      throws IOException, InterruptedException {
    return JSON.readTree(context.channel().ask(leader, "pgcluster backups --json", TIMEOUT));
  }

  /** Whether the first backup is still to be made, and nothing is wrong. */
  private static boolean isNew(JsonNode found) {
    return found.path("backups").isEmpty() && found.path("problem").isNull();
  }

  /** What the hosts know about the repository. */
  static void judge(JsonNode found, Instant now, CheckFindings findings) {
    String problem = found.path("problem").asText("");
    findings.expect(problem.isEmpty(), "backups: %s".formatted(problem));
    JsonNode backups = found.path("backups");
    if (backups.isEmpty()) {
      findings.fail("there is no backup yet: `pgcluster backup --full` on the leader makes one");
    } else {
      JsonNode last = backups.get(backups.size() - 1);
      findings.figure("age of the last backup", hours(last.path("stop").asText(), now), "h");
      findings.figure("backups", backups.size(), "");
    }
    for (JsonNode hole : found.path("holes")) {
      findings.fail(
          "the archive has a hole of %d segments from %s on: times after it can be restored only from the next full backup"
              .formatted(hole.path("segments").asInt(), hole.path("first").asText()));
    }
    JsonNode test = found.path("restoreTest");
    if (test.isNull() || test.isMissingNode()) {
      findings.warn("no restore was tested yet: `pgcluster restore --test` on a standby does it");
    } else if (!test.path("ok").asBoolean()) {
      findings.fail(
          "the restore test of %s failed: %s"
              .formatted(test.path("at").asText(), test.path("reason").asText()));
    } else {
      findings.figure("age of the last restore test", hours(test.path("at").asText(), now), "h");
      findings.figure("measured RPO", test.path("rpo_seconds").asDouble(), "s");
      findings.figure("measured RTO", test.path("rto_seconds").asDouble(), "s");
    }
  }

  private static double hours(String at, Instant now) {
    return Duration.between(Instant.parse(at), now).toMinutes() / 60.0;
  }

  /** PostgreSQL reports the segment as archived, and the store lists it. */
  private static void archive(CheckContext context, String leader, CheckFindings findings)
      throws IOException, InterruptedException {
    String segment = context.channel().query(leader, CLOSE_SEGMENT).get(0).split("\\|", -1)[0];
    long closed = System.nanoTime();
    // Only the folder of its 4 GiB of WAL: the whole archive may have a hundred thousand segments.
    String listed =
        """
        cd / && runuser -u postgres -- timeout 30 sh -c '
          list() { pgbackrest --stanza=main --log-level-stderr=error repo-ls "$@"; }
          id=$(list archive/main | grep -E "^[0-9]+-[0-9]+$" | sort --version-sort | tail -n 1)
          list --filter="^%s-" "archive/main/$id/%s"'"""
            .formatted(segment, segment.substring(0, 16));
    while (!context.channel().ask(leader, listed, TIMEOUT).contains(segment)) {
      if (System.nanoTime() - closed > ARCHIVED.toNanos()) {
        findings.fail(
            "segment %s is not in the backup store after %d s: see `journalctl -u patroni` on %s"
                .formatted(segment, ARCHIVED.toSeconds(), leader));
        return;
      }
      Thread.sleep(POLL_MILLIS);
    }
    findings.figure("segment in the backup store after", (System.nanoTime() - closed) / 1e9, "s");
  }
}
