package dev.azurepatroni.lab.drill.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.lab.drill.injection.LabFaults;
import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ClusterSpecBuilder;
import dev.azurepatroni.topology.spec.TieBreaker;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.deployment.DeployedCluster;
import dev.azurepatroni.verify.deployment.DeployedCluster.Budget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The measured figures in docs/ against the budgets that are calculated today. */
class CommittedFiguresTest {
  private static final Path DOCS = Path.of("../../docs/figures");
  private static final Pattern COMMAND = Pattern.compile("Written by `([^`]+)`");
  private static final Pattern MACHINE = Pattern.compile("Measured on ([^,]+),");

  /** A folder of figures, and the tie-breaker of the cluster that they were measured on. */
  enum Page {
    PROD("", TieBreaker.WITNESS),
    TWO_ZONE("two-zone", TieBreaker.POOLER);

    private final Path folder;
    private final TieBreaker tieBreaker;

    Page(String folder, TieBreaker tieBreaker) {
      this.folder = DOCS.resolve(folder);
      this.tieBreaker = tieBreaker;
    }

    List<Summary> summaries() throws IOException {
      return new Figures(folder)
          .summaries(LabFaults.of(deployment(), List.of("1", "2", "3")), budgets());
    }

    private List<Budget> budgets() {
      ClusterSpec defaults = ClusterSpec.ofDefaults("pglab", "germanywestcentral");
      ClusterSpec spec =
          ClusterSpecBuilder.builder(defaults).etcd(etcd -> etcd.tieBreaker(tieBreaker)).build();
      return ClusterPlan.of(spec).rto().faults().stream()
          .map(
              fault ->
                  new Budget(
                      fault.fault(),
                      seconds(fault.best()),
                      fault.isBounded() ? seconds(fault.worst()) : Double.POSITIVE_INFINITY))
          .toList();
    }

    private static double seconds(Duration duration) {
      return duration.toMillis() / 1000.0;
    }
  }

  /** Of a deployment, the drills' list needs to know only that there is a tie-breaker. */
  private static DeployedCluster deployment() {
    Endpoint none = new Endpoint("none", "", 0);
    return new DeployedCluster(
        none, none, List.of(), List.of(), Map.of(), List.of("witness"), 0, List.of(), Map.of());
  }

  @ParameterizedTest
  @EnumSource
  void everyGapIsInsideItsBudgetOrExplained(Page page) throws IOException {
    assertThat(page.summaries())
        .isNotEmpty()
        .allSatisfy(
            summary ->
                assertThat(summary.outsideBudget())
                    .as(summary.fault().id())
                    .allSatisfy(run -> assertThat(run.explanation()).isNotBlank()));
  }

  @ParameterizedTest
  @EnumSource
  void noFaultLostARowOrMissedItsTarget(Page page) throws IOException {
    assertThat(page.summaries())
        .allSatisfy(
            summary -> {
              assertThat(summary.lost()).as(summary.fault().id()).isZero();
              assertThat(summary.problems()).isEmpty();
              assertThat(summary.targetMet()).as(summary.fault().id()).isTrue();
            });
  }

  /** {@code -Dgolden.update=true} writes the page again. */
  @ParameterizedTest
  @EnumSource
  void thePageShowsTheRuns(Page page) throws IOException {
    Path readme = page.folder.resolve("README.md");
    String text = Files.readString(readme);
    String command = first(COMMAND, text);
    String machine = first(MACHINE, text);
    if (Boolean.getBoolean("golden.update")) {
      new Figures(page.folder).write(page.summaries(), command, machine);
    }
    assertThat(readme).hasContent(Figures.page(page.summaries(), command, machine));
    assertThat(page.folder.resolve("drills.svg")).hasContent(Plot.of(page.summaries()));
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as(pattern.pattern()).isTrue();
    return matcher.group(1);
  }
}
