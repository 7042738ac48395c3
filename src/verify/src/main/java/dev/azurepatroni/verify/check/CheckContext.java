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
 * The cluster, and how to reach it.
 *
 * @param access the role that clients connect as
 * @param channel to the hosts
 */
public record CheckContext(
    DeployedCluster deployment,
    Access access,
    HostChannel channel,
    CheckSettings settings,
    Progress progress) {

  /** A client whose statements may take minutes. */
  public Client longRunningClient() {
    return new Client(access, ClientTimeouts.LONG);
  }

  /** A client with the timeouts that applications should set. */
  public Client applicationClient() {
    return new Client(access, ClientTimeouts.SHORT);
  }

  /** A connection to the leader, past the poolers. */
  public Connection leader() throws SQLException {
    return longRunningClient().connect(deployment.database());
  }

  /** Reads the status of the hosts. */
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
                new IOException(
                    "the hosts do not agree on a leader: see `pgcluster status` on one of them"));
  }

  /** PostgreSQL on the standbys. */
  public List<Endpoint> standbys() throws IOException, InterruptedException {
    String leader = leaderName();
    return deployment.databases().stream()
        .filter(database -> !database.name().equals(leader))
        .toList();
  }
}
