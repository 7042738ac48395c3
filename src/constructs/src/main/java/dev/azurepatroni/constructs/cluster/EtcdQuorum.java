package dev.azurepatroni.constructs.cluster;

import dev.azurepatroni.constructs.internal.Preconditions;
import dev.azurepatroni.constructs.network.Firewall;
import dev.azurepatroni.constructs.network.FlowRule;
import dev.azurepatroni.constructs.network.HostGroup;
import dev.azurepatroni.constructs.network.NetworkedHost;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import software.constructs.Construct;

/**
 * The etcd members of a cluster. A member is added to the firewall's group {@code etcd}; etcd's
 * ports are open within that group only.
 *
 * <p>Creates two firewall rules, and one association for each member. Synthesis fails while the
 * number of members is even. Required: firewall.
 */
public final class EtcdQuorum extends Construct {
  /** The port that clients connect to. */
  public static final int CLIENT_PORT = 2379;

  /** The port that members connect to. */
  public static final int PEER_PORT = 2380;

  private final HostGroup group;
  private final List<NetworkedHost> members = new ArrayList<>();

  private EtcdQuorum(Construct scope, String id, Firewall firewall) {
    super(scope, id);
    this.group = firewall.group("etcd");
    firewall.allow(
        FlowRule.of(group, group, CLIENT_PORT)
            .named("etcd-clients")
            .priority(180)
            .description("Patroni to etcd; every Patroni host is a voter"));
    firewall.allow(
        FlowRule.of(group, group, PEER_PORT)
            .named("etcd-peers")
            .priority(190)
            .description("etcd among its voters"));
    getNode().addValidation(this::problems);
  }

  /**
   * Adds a member.
   *
   * @param host not a member yet
   */
  public void addMember(NetworkedHost host) {
    group.addMember(host);
    members.add(host);
  }

  /** {@return the members, in the order in which they were added} */
  public List<NetworkedHost> members() {
    return List.copyOf(members);
  }

  /** {@return where clients connect, by the members' addresses} */
  public List<String> clientUrls() {
    return members.stream()
        .map(member -> "https://%s:%d".formatted(member.privateIp(), CLIENT_PORT))
        .toList();
  }

  private List<String> problems() {
    if (members.size() % 2 == 1) {
      return List.of();
    }
    String names = members.stream().map(NetworkedHost::hostName).collect(Collectors.joining(", "));
    return List.of(
        "%d etcd members (%s): an even number of members tolerates no more failures than one fewer; add or remove a member"
            .formatted(members.size(), names));
  }

  /** Builder of an {@link EtcdQuorum}. */
  public static final class Builder {
    private final Construct scope;
    private final String id;
    private Firewall firewall;

    private Builder(Construct scope, String id) {
      this.scope = scope;
      this.id = id;
    }

    /**
     * Starts a builder.
     *
     * @param scope parent construct
     * @param id unique within the scope
     * @return a builder
     */
    public static Builder create(Construct scope, String id) {
      return new Builder(scope, id);
    }

    /**
     * Sets the firewall of the members; required.
     *
     * @param firewall created before the members
     * @return this builder
     */
    public Builder firewall(Firewall firewall) {
      this.firewall = firewall;
      return this;
    }

    /**
     * Creates the quorum, without members.
     *
     * @return the quorum, without members
     * @throws IllegalArgumentException if a required value is missing, naming it
     */
    public EtcdQuorum build() {
      Preconditions.of("EtcdQuorum " + id).require("firewall", firewall).check();
      return new EtcdQuorum(scope, id, firewall);
    }
  }
}
