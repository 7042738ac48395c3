package dev.azurepatroni.lab.drill.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azurepatroni.lab.drill.injection.LabFault;
import dev.azurepatroni.topology.budget.FaultKind;
import dev.azurepatroni.verify.deployment.DeployedCluster.Budget;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final LabFault FAULT =
      LabFault.of(
              FaultKind.LEADER_HOST_LOST,
              10,
              Duration.ofSeconds(10),
              context -> {
                throw new AssertionError("nothing is broken here");
              })
          .within(30);
  private static final List<Budget> BUDGETS =
      List.of(
          new Budget(FaultKind.LEADER_HOST_LOST, 16, 26),
          new Budget(FaultKind.ZONE_3_LOST, 0, Double.POSITIVE_INFINITY));

  @Test
  void medianAndMaximumAreFiguresThatWereMeasured() {
    List<DrillRun> runs =
        IntStream.rangeClosed(1, 20)
            .mapToObj(one -> DrillRuns.of("leader-host-lost", one, 2.0 * one, 100 - one))
            .toList();

    Summary summary = Summary.of(FAULT, runs, BUDGETS);

    assertThat(summary.medianGap("pooler")).isEqualTo(10);
    assertThat(summary.longestGap("pooler")).isEqualTo(20);
    assertThat(summary.longestGap("database")).isEqualTo(40);
    assertThat(summary.medianRecovery()).isEqualTo(89);
    assertThat(summary.longestRecovery()).isEqualTo(99);
    assertThat(summary.acknowledged()).isEqualTo(30_000);
    assertThat(summary.budget()).isEqualTo(BUDGETS.get(0));
  }

  @Test
  void oneRunMissesATarget() {
    Summary met = Summary.of(FAULT, List.of(DrillRuns.of("leader-host-lost", 30, 99, 40)), BUDGETS);
    Summary missed =
        Summary.of(
            FAULT,
            List.of(
                DrillRuns.of("leader-host-lost", 20, 20, 40),
                DrillRuns.of("leader-host-lost", 30.1, 20, 40)),
            BUDGETS);

    assertThat(met.targetMet()).isTrue();
    assertThat(missed.targetMet()).isFalse();
  }

  @Test
  void aFaultWithoutAnEndMissesNoTargetAndNoBudget() {
    LabFault fatal =
        LabFault.of(FaultKind.ZONE_3_LOST, 10, Duration.ofSeconds(10), FAULT.preparation())
            .within(30);

    Summary summary = Summary.of(fatal, List.of(DrillRuns.of("zone-3-lost", 99, 99, 40)), BUDGETS);

    assertThat(summary.target()).isEmpty();
    assertThat(summary.outsideBudget()).isEmpty();
    assertThat(Table.of(List.of(summary))).contains("| unbounded").doesNotContain("missed");
  }

  @Test
  void theTableHasGapsBudgetTargetAndLoss() {
    Summary summary =
        Summary.of(
            FAULT,
            List.of(
                DrillRuns.of("leader-host-lost", 21.74, 20.61, 38.2),
                DrillRuns.of(
                    "leader-host-lost", 31, 20, 40, false, List.of("row 7 of pooler-1 is lost"))),
            BUDGETS);

    assertThat(Table.of(List.of(summary)).lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "| fault | n | pooler: median, max | logins: median, max | database: median, max | budget | max in budget |"
                + " target | acknowledged | lost | recovery: median, max |",
            Table.of(List.of(summary)).lines().toList().get(1),
            "| leader host lost | 2, 1 without recovery | 21.7, 31.0 s | | 20.0, 20.6 s |"
                + " 16.0-26.0 s | **no** | 30 s **missed** | 3,000 | 1 | 38.2, 40.0 s |");
    assertThat(summary.problems())
        .containsExactly("2026-11-25T12:00:00Z: row 7 of pooler-1 is lost");
  }

  @Test
  void halfASecondIsLeftToTheMeasurement() {
    DrillRun inside = DrillRuns.of("leader-host-lost", 26.5, 0, 40);
    DrillRun outside = DrillRuns.of("leader-host-lost", 26.6, 0, 40);

    assertThat(Summary.of(FAULT, List.of(inside, outside), BUDGETS).outsideBudget())
        .containsExactly(outside);
  }

  @Test
  void aLoginThatTakesLongerThanTheBudgetIsOutsideIt() {
    DrillRun older = DrillRuns.of("leader-host-lost", 20, 0, 40);
    DrillRun inside = DrillRuns.withLogins("leader-host-lost", 20, 24);
    DrillRun outside = DrillRuns.withLogins("leader-host-lost", 20, 44);

    Summary summary = Summary.of(FAULT, List.of(older, inside, outside), BUDGETS);

    assertThat(summary.outsideBudget()).containsExactly(outside);
    assertThat(summary.targetMet()).isFalse();
    assertThat(Table.of(List.of(summary))).contains("| 24.0, 44.0 s");
  }

  @Test
  void anExplainedRunIsShown() {
    DrillRun explained = DrillRuns.explained("leader-host-lost", 27.2, "the disk stalled");
    Summary summary = Summary.of(FAULT, List.of(explained), BUDGETS);

    assertThat(Table.of(List.of(summary))).contains("27.2, 27.2 s", "no, explained below");
    assertThat(Figures.page(List.of(summary), "bin/lab drill", "2 cores"))
        .contains("- leader host lost, 2026-11-25T12:00:00Z, 27.2 s: the disk stalled");
  }

  @Test
  void aFaultWithoutABudgetIsAnError() {
    assertThatThrownBy(() -> Summary.of(FAULT, List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fault leader-host-lost has no RTO budget: deploy the stack with this version");
  }

  @Test
  void aClusterThatDidNotRecoverShows() {
    Summary summary =
        Summary.of(FAULT, List.of(DrillRuns.of("leader-host-lost", 20, 20, -1)), BUDGETS);

    assertThat(Table.of(List.of(summary))).contains("not in every run");
  }
}
