package dev.azurepatroni.verify.suite.status;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.Group;
import dev.azurepatroni.verify.client.Access;
import dev.azurepatroni.verify.client.Client;
import dev.azurepatroni.verify.client.ClientTimeouts;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.client.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether a login needs the password and TLS. */
public final class TlsCheck implements Check {
  @Override
  public CheckName name() {
    return new CheckName(
        "tls",
        "TLS verified, no certificate ends soon; plain text, wrong passwords and the superuser"
            + " refused",
        Group.QUICK,
        "");
  }

  @Override
  public void run(CheckContext context, CheckFindings findings) throws SQLException {
    List<Endpoint> endpoints = new ArrayList<>();
    endpoints.add(context.deployment().pooler());
    endpoints.add(context.deployment().database());
    endpoints.addAll(context.deployment().poolers());
    endpoints.addAll(context.deployment().databases());
    Access access = context.access();
    Access wrong =
        new Access(
            access.database(),
            access.user(),
            access.directUser(),
            access.password() + "?",
            access.authority());
    Access superuser = access.as("postgres");
    for (Endpoint endpoint : endpoints) {
      try {
        context.longRunningClient().connect(endpoint).close();
      } catch (SQLException e) {
        findings.fail("%s (%s) verified: %s".formatted(endpoint.name(), endpoint, Sql.error(e)));
      }
      refused(
          context.applicationClient().with("sslmode", "disable"), endpoint, "plain text", findings);
      refused(new Client(wrong, ClientTimeouts.SHORT), endpoint, "a wrong password", findings);
      refused(new Client(superuser, ClientTimeouts.SHORT), endpoint, "the superuser", findings);
    }
    new CertificateEnds(findings, Instant.now()).check(endpoints, context.access().authority());
    try (Connection connection = context.leader()) {
      // As application it may not see the TLS of its session, which is application_direct's.
      Sql.run(connection, "set role none");
      String version =
          Sql.text(connection, "select version from pg_stat_ssl where pid = pg_backend_pid()");
      findings.expect(
          version.startsWith("TLSv1.2") || version.startsWith("TLSv1.3"),
          "the database endpoint speaks " + version);
      if (version.startsWith("TLSv")) {
        findings.figure("TLS version", Double.parseDouble(version.substring(4)), "");
      }
    }
    findings.figure("endpoints tried", endpoints.size(), "");
  }

  private static void refused(
      Client client, Endpoint endpoint, String what, CheckFindings findings) {
    try {
      client.connect(endpoint).close();
      findings.fail(
          "%s (%s) takes %s: see pg_hba in Patroni's configuration, and PgBouncer's"
              .formatted(endpoint.name(), endpoint, what));
    } catch (SQLException e) {
      // Expected, unless the server was not there.
      findings.expect(
          !Sql.error(e).startsWith("08001") || what.equals("plain text"),
          "%s (%s), %s: no answer: %s".formatted(endpoint.name(), endpoint, what, Sql.error(e)));
    }
  }
}
