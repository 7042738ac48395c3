package dev.azurepatroni.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azurepatroni.topology.budget.FaultKind;
import dev.azurepatroni.verify.deployment.Deployment.Budget;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
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
          .aimed(30);
  private static final List<Budget> BUDGETS =
      List.of(
          new Budget(FaultKind.LEADER_HOST_LOST, 16, OptionalDouble.of(26)),
          new Budget(FaultKind.ZONE_3_LOST, 0, OptionalDouble.empty()));

  @Test
  void aShareOfTheTrialsIsAFigureThatWasMeasured() {
    List<Trial> trials =
        IntStream.rangeClosed(1, 20)
            .mapToObj(it -> Trials.of("leader-host-lost", it, 2.0 * it, 100 - it))
            .toList();

    Summary summary = Summary.of(FAULT, trials, BUDGETS);

    assertThat(summary.gap("pooler", 0.5)).isEqualTo(10);
    assertThat(summary.gap("pooler", 0.95)).isEqualTo(19);
    assertThat(summary.gap("pooler", 1)).isEqualTo(20);
    assertThat(summary.gap("database", 0.95)).isEqualTo(38);
    assertThat(summary.whole(0.5)).isEqualTo(89);
    assertThat(summary.acknowledged()).isEqualTo(30_000);
    assertThat(summary.budget()).isEqualTo(BUDGETS.get(0));
  }

  @Test
  void anAimIsMissedByTheTrialAtNinetyFivePercent() {
    Summary met = Summary.of(FAULT, List.of(Trials.of("leader-host-lost", 30, 99, 40)), BUDGETS);
    Summary missed =
        Summary.of(
            FAULT,
            List.of(
                Trials.of("leader-host-lost", 20, 20, 40),
                Trials.of("leader-host-lost", 30.1, 20, 40)),
            BUDGETS);

    assertThat(met.met("pooler")).contains(true);
    assertThat(missed.met("pooler")).contains(false);
  }

  @Test
  void aFaultWithoutAnEndMissesNoAim() {
    LabFault fatal =
        LabFault.of(FaultKind.ZONE_3_LOST, 10, Duration.ofSeconds(10), FAULT.preparation())
            .aimed(30);

    Summary summary = Summary.of(fatal, List.of(Trials.of("zone-3-lost", 99, 99, 40)), BUDGETS);

    assertThat(summary.met("pooler")).isEmpty();
    assertThat(Table.of(List.of(summary))).contains("| no end").doesNotContain("missed");
  }

  @Test
  void theTableTellsGapsBudgetAimAndLoss() {
    Summary summary =
        Summary.of(
            FAULT,
            List.of(
                Trials.of("leader-host-lost", 21.74, 20.61, 38.2),
                Trials.of(
                    "leader-host-lost", 31, 20, 40, false, List.of("row 7 of pooler-1 is lost"))),
            BUDGETS);

    assertThat(Table.of(List.of(summary)).lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "| fault | trials | pooler p50, p95, max | database p50, p95, max | budget | aim |"
                + " acknowledged | lost | whole again p50, max |",
            Table.of(List.of(summary)).lines().toList().get(1),
            "| leader host lost | 2, 1 without recovery | 21.7, 31.0, 31.0 s | 20.0, 20.6, 20.6 s |"
                + " 16.0-26.0 s | 30 s **missed** | 3,000 | 1 | 38.2, 40.0 s |");
    assertThat(summary.problems())
        .containsExactly("2026-11-25T12:00:00Z: row 7 of pooler-1 is lost");
  }

  @Test
  void aFaultWithoutABudgetIsAnError() {
    assertThatThrownBy(() -> Summary.of(FAULT, List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fault leader-host-lost has no RTO budget: deploy the stack with this version");
  }

  @Test
  void aClusterThatWasNotWholeAgainShows() {
    Summary summary =
        Summary.of(FAULT, List.of(Trials.of("leader-host-lost", 20, 20, -1)), BUDGETS);

    assertThat(Table.of(List.of(summary))).contains("not in every trial");
  }
}
