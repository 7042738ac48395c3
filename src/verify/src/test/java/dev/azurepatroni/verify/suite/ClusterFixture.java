package dev.azurepatroni.verify.suite;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckResult;
import dev.azurepatroni.verify.check.CheckSettings;
import dev.azurepatroni.verify.check.Runner;
import dev.azurepatroni.verify.client.Access;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.deployment.DeployedCluster;
import dev.azurepatroni.verify.host.HostChannel;
import dev.azurepatroni.verify.host.HostCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Two database hosts and a witness that say what a test lets them say; one server behind all ways.
 */
final class ClusterFixture {
  /** A cluster that is well. */
  static final String WELL =
      """
      {"boot": "ready", "problems": [],
       "members": [
        {"name": "db-1", "role": "leader", "state": "running", "timeline": 3, "lag": null, "pending": false},
        {"name": "db-2", "role": "sync_standby", "state": "streaming", "timeline": 3, "lag": 0, "pending": false}],
       "voters": [
        {"name": "db-1", "reachable": true, "leads": false, "bytes": 1024, "version": "3.5.16", "errors": []},
        {"name": "db-2", "reachable": true, "leads": true, "bytes": 1024, "version": "3.5.16", "errors": []},
        {"name": "witness", "reachable": true, "leads": false, "bytes": 1024, "version": "3.5.16", "errors": []}]}
      """;

  private static final Map<String, String> HOSTS =
      Map.of("db-1", "127.0.0.1", "db-2", "127.0.0.1", "witness", "127.0.0.1");

  private final Path folder;
  private final Endpoint server;
  private final Access access;

  /** One whose hosts are scripts in a folder. */
  ClusterFixture(Path folder, Endpoint server, Access access) {
    this.folder = folder;
    this.server = server;
    this.access = access;
  }

  /** Lets a host answer so to {@code pgcluster status}. */
  void says(String host, String status) throws IOException {
    Path program = Files.createDirectories(folder.resolve(host)).resolve("pgcluster");
    Files.writeString(program, "#!/bin/sh\ncat <<'E'\n" + status + "\nE\n");
    if (!program.toFile().setExecutable(true)) {
      throw new IOException(program + " cannot be made a program");
    }
  }

  /** Lets all hosts be well. */
  void well() throws IOException {
    for (String host : HOSTS.keySet()) {
      says(host, WELL);
    }
  }

  /** Runs one check. */
  CheckResult run(Check check) throws InterruptedException {
    return new Runner(context()).run(List.of(check)).get(0);
  }

  private CheckContext context() {
    DeployedCluster deployment =
        new DeployedCluster(
            named("pooler"),
            named("database"),
            List.of(named("db-1"), named("db-2")),
            List.of(named("pgb-1")),
            HOSTS,
            List.of("db-1", "db-2", "witness"),
            20,
            List.of(),
            Map.of());
    CheckSettings settings =
        new CheckSettings(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            4,
            1 << 20,
            List.of(),
            Duration.ofSeconds(5));
    HostChannel channel =
        new HostChannel(
            HostCommands.of(
                HOSTS, "env 'PATH=%s/{name}:/usr/bin:/bin' bash -s".formatted(folder), Map.of()));
    return new CheckContext(deployment, access, channel, settings, line -> {});
  }

  private Endpoint named(String name) {
    return new Endpoint(name, server.host(), server.port());
  }
}
