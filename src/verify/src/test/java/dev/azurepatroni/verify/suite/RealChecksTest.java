package dev.azurepatroni.verify.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.verify.RealPostgres;
import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckResult;
import dev.azurepatroni.verify.check.CheckStatus;
import dev.azurepatroni.verify.client.Sql;
import dev.azurepatroni.verify.rows.RowTable;
import dev.azurepatroni.verify.suite.pooling.CancelCheck;
import dev.azurepatroni.verify.suite.pooling.DirectSessionsCheck;
import dev.azurepatroni.verify.suite.pooling.HeldClientsCheck;
import dev.azurepatroni.verify.suite.pooling.PoolingCheck;
import dev.azurepatroni.verify.suite.pooling.PreparedCheck;
import dev.azurepatroni.verify.suite.status.EndpointsCheck;
import dev.azurepatroni.verify.suite.status.TlsCheck;
import dev.azurepatroni.verify.suite.throughput.RateCheck;
import dev.azurepatroni.verify.suite.throughput.SustainedCheck;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks against one real server, which is no pooler and has no standby: some have to find that.
 */
class RealChecksTest {
  private static RealPostgres server;
  private static RealPostgres open;
  @TempDir private Path folder;
  private ClusterFixture cluster;

  @BeforeAll
  static void start() throws Exception {
    server = RealPostgres.start("hostssl all application,shared 127.0.0.1/32 scram-sha-256");
    open = RealPostgres.start("host all application 127.0.0.1/32 scram-sha-256");
  }

  @AfterAll
  static void stop() throws Exception {
    server.remove();
    open.remove();
  }

  @BeforeEach
  void begin() throws Exception {
    cluster = new ClusterFixture(folder, server.endpoint("server"), server.access());
    cluster.well();
  }

  @Test
  void aServerThatTakesTlsOnlyPasses() throws Exception {
    CheckResult result = cluster.run(new TlsCheck());
    assertThat(result.messages()).isEmpty();
    assertThat(result.status()).isEqualTo(CheckStatus.PASSED);
  }

  @Test
  void aServerThatTakesPlainTextFails() throws Exception {
    CheckResult result =
        new ClusterFixture(folder, open.endpoint("server"), open.access()).run(new TlsCheck());
    assertThat(result.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(result.messages())
        .anySatisfy(
            message -> assertThat(message).startsWith("pooler").contains("takes plain text"));
  }

  @Test
  void aServerWhoseAuthorityIsAnotherFails() throws Exception {
    CheckResult result =
        new ClusterFixture(folder, server.endpoint("server"), open.access()).run(new TlsCheck());
    assertThat(result.status()).isEqualTo(CheckStatus.FAILED);
  }

  @Test
  void whereEveryWayLeadsToTheLeaderItPasses() throws Exception {
    assertThat(cluster.run(new EndpointsCheck()).status()).isEqualTo(CheckStatus.PASSED);
  }

  @Test
  void directSessionsWithoutALimitFail() throws Exception {
    CheckResult result = cluster.run(new DirectSessionsCheck());
    assertThat(result.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(result.messages().get(0)).contains("no limits (-1 direct, -1 pooled)");
  }

  @Test
  void poolersThatShareTheLimitOfDirectSessionsFail() throws Exception {
    Connection connection = server.connect();
    Sql.run(connection, "create role shared login in role application connection limit 8");
    Sql.run(connection, "alter role shared password 'not-a-secret'");
    CheckResult result =
        new ClusterFixture(folder, server.endpoint("server"), server.access().as("shared"))
            .run(new DirectSessionsCheck());
    assertThat(result.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(result.messages()).anySatisfy(it -> assertThat(it).contains("transactions failed"));
  }

  @Test
  void aServerWithoutAPoolerDoesNotPool() throws Exception {
    CheckResult result = cluster.run(new PoolingCheck());
    assertThat(result.status()).isEqualTo(CheckStatus.FAILED);
  }

  @Test
  void withoutAPoolerPreparedStatementsProveNothing() throws Exception {
    assertThat(cluster.run(new PreparedCheck()).status()).isEqualTo(CheckStatus.WARNED);
  }

  @Test
  void aCancelReachesItsQueryAndNoOther() throws Exception {
    CheckResult result = cluster.run(new CancelCheck());
    assertThat(result.messages()).isEmpty();
    assertThat(result.figures())
        .anySatisfy(
            one -> {
              assertThat(one.name()).isEqualTo("queries cancelled, pooler");
              assertThat(one.value()).isEqualTo(8);
            });
  }

  @Test
  void clientsBeyondTheLimitAreNamed() throws Exception {
    CheckResult result = cluster.run(HeldClientsCheck.few());
    assertThat(result.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(result.messages().get(0)).contains("of 200 clients were answered").contains("53300");
  }

  @Test
  void clientsWithinTheLimitAreAllAnswered() throws Exception {
    assertThat(cluster.run(HeldClientsCheck.all()).status()).isEqualTo(CheckStatus.PASSED);
  }

  @Test
  void ratesAreMeasuredAndAnsweredWithoutAnError() throws Exception {
    for (Check check : new Check[] {RateCheck.reads(), RateCheck.writes(), new SustainedCheck()}) {
      CheckResult result = cluster.run(check);
      assertThat(result.status()).as("%s", result).isNotEqualTo(CheckStatus.FAILED);
      assertThat(result.figures())
          .filteredOn(figure -> figure.name().contains("p99"))
          .allSatisfy(figure -> assertThat(figure.value()).isPositive());
    }
  }

  @Test
  void everythingThatWasMadeIsInOneSchemaAndGoesWithIt() throws Exception {
    cluster.run(RateCheck.reads());
    try (Connection connection = server.connect()) {
      String tables =
          "select count(*) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')";
      assertThat(Sql.number(connection, tables)).isPositive();
      RowTable.drop(connection);
      assertThat(Sql.number(connection, tables)).isZero();
    }
  }
}
