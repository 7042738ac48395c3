package dev.azurepatroni.topology.budget;

import java.time.Duration;

/** Time limits that both the rendered settings and the RTO budget rest on. */
public final class Timeouts {
  /** How long sent bytes may stay unacknowledged before a connection is given up. */
  public static final Duration TCP_USER_TIMEOUT = Duration.ofSeconds(10);

  /**
   * How long PostgreSQL waits for a reply of a standby before it ends the replication connection
   * (wal_sender_timeout).
   */
  public static final Duration WAL_SENDER_TIMEOUT = Duration.ofSeconds(5);

  /**
   * How long a standby waits for a message of the leader (wal_receiver_timeout); it asks for one
   * after half of it. Shorter than {@link #WAL_SENDER_TIMEOUT}, so that the standby reconnects
   * first after a short cut.
   */
  public static final Duration WAL_RECEIVER_TIMEOUT = Duration.ofSeconds(4);

  /** How long PgBouncer waits before it tries a failed server again (server_login_retry). */
  public static final Duration SERVER_LOGIN_RETRY = Duration.ofMillis(200);

  /** How often a pooler asks the databases who leads. */
  public static final Duration LEADER_LOOK = Duration.ofMillis(250);

  /** How long it waits for an answer; a host that is silent delays no other. */
  public static final Duration LEADER_ANSWER = Duration.ofSeconds(1);

  /** From the answer until PgBouncer connects to the new leader and nothing to the old one. */
  public static final Duration LEADER_RELOAD = Duration.ofMillis(250);

  /** etcd's election timeout; a member waits between once and twice this long. */
  public static final Duration ETCD_ELECTION = Duration.ofSeconds(1);

  private Timeouts() {}
}
