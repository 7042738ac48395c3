package dev.azurepatroni.topology.budget;

import java.time.Duration;

/** Time limits that both the rendered settings and the RTO budget rest on. */
public final class Timeouts {
  /** How long sent bytes may stay unacknowledged before a connection is given up. */
  public static final Duration TCP_USER_TIMEOUT = Duration.ofSeconds(10);

  /** How long PgBouncer waits before it tries a failed server again (server_login_retry). */
  public static final Duration SERVER_LOGIN_RETRY = Duration.ofSeconds(1);

  /** How often a pooler asks the databases who leads. */
  public static final Duration LEADER_LOOK = Duration.ofMillis(500);

  /** How long it waits for the answer of a host that may be gone. */
  public static final Duration LEADER_ANSWER = Duration.ofSeconds(1);

  /** etcd's election timeout; a member waits between once and twice this long. */
  public static final Duration ETCD_ELECTION = Duration.ofSeconds(1);

  private Timeouts() {}
}
