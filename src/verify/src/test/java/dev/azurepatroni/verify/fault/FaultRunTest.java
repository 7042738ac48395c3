package dev.azurepatroni.verify.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.verify.rows.Comparison;
import dev.azurepatroni.verify.rows.Recording;
import dev.azurepatroni.verify.rows.Recording.ClientResult;
import dev.azurepatroni.verify.rows.Recording.EndpointResult;
import dev.azurepatroni.verify.rows.Recording.Pause;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultRunTest {
  private static final String AFFECTED = "10.0.0.6";
  private static final String OTHER = "10.0.0.7";

  private final FaultRun run =
      run(
          client("pooler-1", AFFECTED, "pooler", new Pause(1, 4), new Pause(9.5, 16)),
          client("pooler-2", OTHER, "pooler", new Pause(10, 10.4)),
          client("database-1", "10.0.0.1", "database", new Pause(2, 9.9)));

  /** The fault is injected at second 10 of the recording. */
  private static FaultRun run(ClientResult... clients) {
    return new FaultRun(
        Injection.of("pgb-1", Injection.NOTHING),
        1_010_000,
        true,
        12,
        3,
        List.of(),
        recording(1_000_000, List.of(clients)));
  }

  static Recording recording(long started, List<ClientResult> clients) {
    EndpointResult pooler =
        new EndpointResult(100, 2, true, List.of(new Pause(3, 5), new Pause(10, 10.3)), Map.of());
    return new Recording(
        started,
        30,
        Map.of("pooler", pooler, "database", pooler),
        clients,
        new Comparison(100, 0, 0, 0, 0, 0, List.of()),
        List.of(),
        Map.of());
  }

  private static ClientResult client(String name, String via, String endpoint, Pause... gaps) {
    return new ClientResult(name, via, endpoint, List.of(gaps));
  }

  @Test
  void aGapCountsIfItHadNotEndedWhenTheFaultCame() {
    assertThat(run.clientGaps()).containsEntry("pooler", 6.5).containsEntry("database", 0.0);
  }

  @Test
  void anEndpointsGapIsATimeInWhichNoneOfItsClientsWrote() {
    assertThat(run.endpointGap("pooler")).isBetween(0.29, 0.31);
  }

  @Test
  void clientsOfOtherPoolersAreUnaffected() {
    assertThat(run.unaffectedGap(List.of(AFFECTED, OTHER), List.of(AFFECTED)))
        .isBetween(0.39, 0.41);
  }

  @Test
  void noClientIsUnaffectedWhereNoPoolerOrEveryPoolerIsAffected() {
    assertThat(run.unaffectedGap(List.of(AFFECTED, OTHER), List.of("10.0.0.1")))
        .isEqualTo(FaultRun.NOT_SEEN);
    assertThat(run.unaffectedGap(List.of(AFFECTED, OTHER), List.of(AFFECTED, OTHER)))
        .isEqualTo(FaultRun.NOT_SEEN);
  }
}
