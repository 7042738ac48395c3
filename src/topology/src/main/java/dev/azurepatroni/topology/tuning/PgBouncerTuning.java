package dev.azurepatroni.topology.tuning;

import dev.azurepatroni.topology.budget.PoolBudget;
import dev.azurepatroni.topology.budget.Timeouts;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.spec.PoolersSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * PgBouncer's settings on one pooler.
 *
 * @param processes how many share the port by so_reuseport; PgBouncer itself uses one core
 * @param whole the limits of the whole pooler, which are divided among the processes
 */
public record PgBouncerTuning(int processes, Limits whole) {
  private static final int MAX_PROCESSES = 8;

  /** Server connections of a process that look passwords up, in a database of their own. */
  private static final int LOOKUPS = 1;

  /** Of its own file: PgBouncer reckons with a full pool of each in every database. */
  private static final int LISTED_USERS = 2;

  /** Files besides connections: sockets, logs, certificates, and cancels passed on to peers. */
  private static final int OTHER_FILES = 1_024;

  /**
   * Clients that reconnect at once after a failover; the kernel's own limit, somaxconn, is as high.
   */
  private static final int LISTEN_BACKLOG = 4_096;

  /**
   * Seconds for a login. It alone ends the lookup of a password that waits for a hung server:
   * query_timeout does not count lookups since PgBouncer 1.26. A storm of logins needs some.
   */
  private static final int CLIENT_LOGIN_TIMEOUT = 5;

  private static final int MIN_POOL = 100;

  /** Of the cap: open connections of one role are no longer free for another one. */
  private static final int MIN_POOL_SHARE = 4;

  private static final int RESERVE_POOL = 100;

  /**
   * Limits that PgBouncer applies to each process separately.
   *
   * @param clients max_client_conn
   * @param pool default_pool_size
   * @param minPool min_pool_size
   * @param reservePool reserve_pool_size
   * @param servers max_db_connections
   */
  public record Limits(int clients, int pool, int minPool, int reservePool, int servers) {
    /** {@return the limits by PgBouncer's names} */
    public Map<String, Integer> settings() {
      Map<String, Integer> settings = new LinkedHashMap<>();
      settings.put("max_client_conn", clients);
      settings.put("default_pool_size", pool);
      settings.put("min_pool_size", minPool);
      settings.put("reserve_pool_size", reservePool);
      settings.put("max_db_connections", servers);
      return settings;
    }
  }

  /**
   * Calculates the settings.
   *
   * @param size the pooler
   * @param poolers what was asked for
   * @param budget the cap that leaves direct sessions and reserve their part
   * @return processes, and the limits of the whole pooler
   */
  public static PgBouncerTuning of(VmSize size, PoolersSpec poolers, PoolBudget budget) {
    int processes = processes(size, poolers, budget.perPooler());
    // max_db_connections counts each database separately.
    int cap = budget.perPooler() - processes * LOOKUPS;
    return new PgBouncerTuning(
        processes,
        new Limits(
            poolers.maxClientConnections(),
            poolers.defaultPoolSize(),
            Math.min(MIN_POOL, cap / MIN_POOL_SHARE),
            RESERVE_POOL,
            cap));
  }

  /** Limits the processes so that no share is 0, which PgBouncer reads as unlimited. */
  private static int processes(VmSize size, PoolersSpec poolers, int servers) {
    int shares =
        Math.min(
            servers / (1 + LOOKUPS),
            Math.min(poolers.defaultPoolSize(), poolers.maxClientConnections()));
    return Math.max(1, Math.min(MAX_PROCESSES, Math.min(size.vcpus() / 2, shares)));
  }

  /** {@return the settings that are the same in every process} */
  public Map<String, Object> shared() {
    Map<String, Object> shared = new LinkedHashMap<>();
    shared.put("pool_mode", "transaction");
    shared.put("reserve_pool_timeout", 3);
    shared.put("server_idle_timeout", 300);
    shared.put("server_lifetime", 600);
    shared.put("server_connect_timeout", 3);
    shared.put("server_login_retry", Timeouts.SERVER_LOGIN_RETRY.toMillis() / 1000.0);
    shared.put("query_wait_timeout", 30);
    shared.put("client_login_timeout", CLIENT_LOGIN_TIMEOUT);
    shared.put("listen_backlog", LISTEN_BACKLOG);
    shared.put("tcp_keepidle", 2);
    shared.put("tcp_keepintvl", 1);
    shared.put("tcp_keepcnt", 3);
    shared.put("tcp_user_timeout", 4_000);
    shared.put("application_name_add_host", 1);
    shared.put("max_prepared_statements", 200);
    shared.put("ignore_startup_parameters", "extra_float_digits");
    return Collections.unmodifiableMap(shared);
  }

  /**
   * One process's part of the limits.
   *
   * @param process 1 to {@link #processes}
   * @return the part; the parts of all processes together are the whole
   * @throws IllegalArgumentException if there is no such process
   */
  public Limits limits(int process) {
    if (process < 1 || process > processes) {
      throw new IllegalArgumentException(
          "PgBouncer process %d of %d".formatted(process, processes));
    }
    int clients = share(whole.clients, process);
    return new Limits(
        clients + unevenness(clients),
        share(whole.pool, process),
        share(whole.minPool, process),
        share(whole.reservePool, process),
        share(whole.servers, process));
  }

  /** {@return server connections that a process keeps for looking passwords up} */
  public int lookups() {
    return LOOKUPS;
  }

  /** {@return files that a process may have to keep open at once} */
  public int fileLimit() {
    Limits largest = limits(1);
    return largest.clients
        + Math.max(largest.servers, LISTED_USERS * largest.pool)
        + LISTED_USERS * LOOKUPS
        + OTHER_FILES;
  }

  private int share(int all, int process) {
    return all / processes + (process <= all % processes ? 1 : 0);
  }

  /** Adds five standard deviations, because the kernel distributes clients by hash. */
  private int unevenness(int clients) {
    return processes == 1 ? 0 : (int) Math.ceil(5 * Math.sqrt(clients));
  }
}
