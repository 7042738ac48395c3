package dev.azurepatroni.constructs.cluster;

import dev.azurepatroni.constructs.compute.ClusterHost;
import dev.azurepatroni.constructs.network.Firewall;
import dev.azurepatroni.constructs.network.FlowRule;
import dev.azurepatroni.constructs.network.HostGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import software.constructs.Construct;

/**
 * The etcd voters of a cluster. Joining makes a host a member of the firewall's etcd group, which
 * is what opens etcd's ports, and only among its members.
 *
 * <p>Creates the flows between the voters and one association a voter. Exposes {@link
 * #clientUrls()}. Synthesis fails while the number of voters is even.
 */
public final class EtcdQuorum extends Construct {
  /** The port clients connect to. */
  public static final int CLIENT_PORT = 2379;

  /** The port voters connect to each other by. */
  public static final int PEER_PORT = 2380;

  private static final int CLIENT_PRIORITY = 180;
  private static final int PEER_PRIORITY = 190;

  private final Firewall firewall;
  private final List<ClusterHost> voters = new ArrayList<>();

  /**
   * Creates a quorum without voters.
   *
   * @param scope where in the tree
   * @param id within the scope
   * @param firewall of the hosts that will vote
   */
  public EtcdQuorum(Construct scope, String id, Firewall firewall) {
    super(scope, id);
    this.firewall = firewall;
    firewall.allow(
        FlowRule.fromGroup(
            "etcd-clients",
            CLIENT_PRIORITY,
            HostGroup.ETCD,
            HostGroup.ETCD,
            String.valueOf(CLIENT_PORT),
            "Patroni to etcd; every Patroni host is a voter"));
    firewall.allow(
        FlowRule.fromGroup(
            "etcd-peers",
            PEER_PRIORITY,
            HostGroup.ETCD,
            HostGroup.ETCD,
            String.valueOf(PEER_PORT),
            "etcd among its voters"));
    getNode().addValidation(this::problems);
  }

  /**
   * Makes a host a voter.
   *
   * @param host not a voter yet
   */
  public void join(ClusterHost host) {
    firewall.join(HostGroup.ETCD, host);
    voters.add(host);
  }

  /** {@return the voters, in the order they joined} */
  public List<ClusterHost> voters() {
    return List.copyOf(voters);
  }

  /** {@return where clients connect, by the voters' addresses} */
  public List<String> clientUrls() {
    return voters.stream()
        .map(voter -> "https://%s:%d".formatted(voter.privateIp(), CLIENT_PORT))
        .toList();
  }

  private List<String> problems() {
    if (voters.size() % 2 == 1) {
      return List.of();
    }
    String names = voters.stream().map(ClusterHost::hostName).collect(Collectors.joining(", "));
    return List.of(
        "%d etcd voters (%s): an even number survives no more losses than one fewer; join one more host or one fewer"
            .formatted(voters.size(), names));
  }
}
