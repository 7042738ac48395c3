package dev.azurepatroni.verify.suite.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.CheckResult;
import dev.azurepatroni.verify.check.CheckStatus;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BackupCheckTest {
  private static final String WELL =
      """
      {"problem": null,
       "backups": [{"label": "20261128-010000F", "stop": "2026-11-28T01:10:00Z"}],
       "holes": [],
       "restoreTest": {"at": "2026-11-27T02:10:00Z", "ok": true, "rpo_seconds": 41, "rto_seconds": 90}}""";

  @Test
  void backupsThatWereRestoredPass() throws IOException {
    CheckResult result = judged(WELL);

    assertThat(result.status()).isEqualTo(CheckStatus.PASSED);
    assertThat(result.figures())
        .anySatisfy(
            figure -> {
              assertThat(figure.name()).isEqualTo("age of the last backup");
              assertThat(figure.value()).isEqualTo(3);
            });
  }

  @Test
  void withoutARestoreTestItWarns() throws IOException {
    CheckResult result =
        judged(WELL.replaceFirst("\"restoreTest\": .*}}", "\"restoreTest\": null}"));

    assertThat(result.status()).isEqualTo(CheckStatus.WARNED);
    assertThat(result.messages().get(0)).startsWith("no restore was tested yet");
  }

  @Test
  void aProblemOrAHoleOrAFailedTestOrNoBackupFails() throws IOException {
    fails(
        WELL.replace("null", "\"the store does not answer\""),
        "backups: the store does not answer");
    fails(
        WELL.replace("\"holes\": []", "\"holes\": [{\"segments\": 3, \"first\": \"0001\"}]"),
        "a hole of 3 segments from 0001 on");
    fails(
        WELL.replace("\"ok\": true", "\"ok\": false, \"reason\": \"no disk\""),
        "the restore test of 2026-11-27T02:10:00Z failed: no disk");
    fails(WELL.replaceFirst("\"backups\": \\[.*\\]", "\"backups\": []"), "there is no backup yet");
  }

  private static void fails(String found, String because) throws IOException {
    CheckResult result = judged(found);
    assertThat(result.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(result.messages()).anySatisfy(message -> assertThat(message).contains(because));
  }

  private static CheckResult judged(String found) throws IOException {
    CheckFindings findings = new CheckFindings();
    BackupCheck.judge(
        new ObjectMapper().readTree(found), Instant.parse("2026-11-28T04:10:00Z"), findings);
    return findings.result(new BackupCheck().name(), 0);
  }
}
