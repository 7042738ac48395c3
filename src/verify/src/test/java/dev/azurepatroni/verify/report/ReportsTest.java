package dev.azurepatroni.verify.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.CheckResult;
import dev.azurepatroni.verify.check.CheckStatus;
import dev.azurepatroni.verify.check.Figure;
import dev.azurepatroni.verify.check.Group;
import dev.azurepatroni.verify.check.TimeSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Committed files say how a report looks; {@code -Dgolden.update=true} writes them again. */
class ReportsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  private static final VerificationReport REPORT =
      new VerificationReport(
          "prod",
          Instant.parse("2026-01-02T03:04:05Z"),
          List.of(
              new CheckResult(
                  new CheckName("tls", "TLS verified", Group.QUICK, ""),
                  CheckStatus.PASSED,
                  1.25,
                  List.of(new Figure("endpoints tried", 6, "")),
                  List.of(),
                  List.of()),
              new CheckResult(
                  new CheckName("failover-8000", "Failover under <load>", Group.DESTRUCTIVE, ""),
                  CheckStatus.WARNED,
                  62,
                  List.of(
                      new Figure("achieved before the fault", 6543.21, "a second"),
                      new Figure("write gap, pooler", 4.567, "s")),
                  List.of("8,000 a second were asked for & 6,543 reached"),
                  List.of(
                      new TimeSeries(
                          "Load: answered",
                          "a second",
                          List.of(6500.0, 6600.0, 0.0, 0.0, 6400.0),
                          List.of(1.5)))),
              new CheckResult(
                  new CheckName("etcd", "etcd's voters", Group.QUICK, ""),
                  CheckStatus.FAILED,
                  0.5,
                  List.of(),
                  List.of("voter 3 does not answer: see `systemctl status etcd` there"),
                  List.of()),
              new CheckResult(
                  new CheckName("failover", "Failover", Group.DESTRUCTIVE, ""),
                  CheckStatus.NOT_RUN,
                  0,
                  List.of(),
                  List.of("an earlier check left the cluster broken"),
                  List.of())));

  @TempDir private Path folder;

  @Test
  void itsFilesAreAsCommitted() throws IOException {
    ReportFiles.write(REPORT, folder);
    for (String name : List.of("verify.json", "verify.xml", "verify.html")) {
      compare(name, Files.readString(folder.resolve(name)));
    }
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void theSummaryIsAsCommitted() throws IOException {
    compare("verify.txt", TextTable.of(REPORT));
  }

  @Test
  void aPageNeedsNothingButItself() throws IOException {
    String page = HtmlReport.of(REPORT);
    assertThat(page)
        .doesNotContain("src=", "http:", "https:", "@import", "url(")
        .contains("prefers-color-scheme: dark", "<svg", "Failover under &lt;load&gt;");
  }

  @Test
  void aReportWithAFailureDoesNotPassAndOneWithWarningsDoes() {
    assertThat(REPORT.passed()).isFalse();
    assertThat(
            new VerificationReport("prod", REPORT.started(), REPORT.results().subList(0, 2))
                .passed())
        .isTrue();
  }

  @Test
  void noPeakOfALongPlotGetsLost() {
    List<Double> values = new ArrayList<>(Collections.nCopies(3_000, 1.0));
    values.set(1_234, 100.0);
    PlotView view = new PlotView(new TimeSeries("p99", "ms", values, List.of()));
    assertThat(view.getPoints()).contains(",0.0");
    assertThat(view.getPoints().split(" ", -1).length).isLessThanOrEqualTo(320);
  }

  private static void compare(String name, String text) throws IOException {
    Path file = GOLDEN.resolve(name);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, text);
    }
    assertThat(text)
        .as("%s; if that is meant, -Dgolden.update=true", name)
        .isEqualTo(Files.readString(file));
  }
}
