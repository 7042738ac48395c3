package dev.azurepatroni.verify.check;

import dev.azurepatroni.verify.client.Access;
import dev.azurepatroni.verify.client.Client;
import dev.azurepatroni.verify.client.ClientTimeouts;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.deployment.DeployedCluster;
import dev.azurepatroni.verify.host.ClusterWatch;
import dev.azurepatroni.verify.host.HostChannel;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The cluster, and the ways to it.
 *
 * @param access as whom clients connect
 * @param channel to the hosts
 */
public record CheckContext(
    DeployedCluster deployment,
    Access access,
    HostChannel channel,
    CheckSettings settings,
    Progress progress) {

  /** A client that takes its time. */
  public Client patient() {
    return new Client(access, ClientTimeouts.LONG);
  }

  /** A client such as applications should be. */
  public Client application() {
    return new Client(access, ClientTimeouts.SHORT);
  }

  /** A connection to the leader, past the poolers. */
  public Connection leader() throws SQLException {
    return patient().connect(deployment.database());
  }

  /** Asks all hosts. */
  public ClusterWatch watch() {
    return new ClusterWatch(channel);
  }

  /**
   * The leader's name.
   *
   * @throws IOException if hosts name none, or several
   */
  public String leaderName() throws IOException, InterruptedException {
    return watch()
        .snapshot()
        .leader()
        .orElseThrow(
            () ->
                new IOException("no host reports a leader: see `pgcluster status` on one of them"));
  }

  /** PostgreSQL on the standbys. */
  public List<Endpoint> standbys() throws IOException, InterruptedException {
    String leader = leaderName();
    return deployment.databases().stream()
        .filter(database -> !database.name().equals(leader))
        .toList();
  }
}
