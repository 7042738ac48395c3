package dev.azurepatroni.topology.tuning;

import dev.azurepatroni.topology.budget.PoolBudget;
import dev.azurepatroni.topology.budget.Timeouts;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.spec.PoolersSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * PgBouncer's settings on one pooler.
 *
 * @param processes how many share the port by so_reuseport; PgBouncer itself uses one core
 * @param settings value by name, for the whole pooler: a limit is shared out among the processes
 */
public record PgBouncerTuning(int processes, Map<String, String> settings) {
  private static final int MAX_PROCESSES = 8;

  /** Server connections of a process that look passwords up, in a database of their own. */
  private static final int LOOKUPS = 1;

  /** Of its own file: PgBouncer reckons with a full pool of each in every database. */
  private static final int LISTED_USERS = 2;

  /** Files beside connections: sockets, logs, certificates, and cancels passed on to peers. */
  private static final int OTHER_FILES = 1_024;

  private static final String CLIENTS = "max_client_conn";
  private static final String POOL = "default_pool_size";
  private static final String SERVERS = "max_db_connections";

  /** What counts for the whole pooler, while every process counts for itself. */
  private static final List<String> DIVIDED =
      List.of(CLIENTS, POOL, "min_pool_size", "reserve_pool_size", SERVERS);

  /**
   * Copies what it is given.
   *
   * @param processes how many share the port by so_reuseport; PgBouncer itself uses one core
   * @param settings value by name, for the whole pooler: a limit is shared out among the processes
   */
  public PgBouncerTuning {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /**
   * Works the settings out.
   *
   * @param size the pooler
   * @param poolers what was asked for
   * @param budget the cap that keeps PostgreSQL's reserve free
   * @return processes, and the settings of the whole pooler
   */
  public static PgBouncerTuning of(VmSize size, PoolersSpec poolers, PoolBudget budget) {
    int processes = processes(size, poolers, budget.perPooler());
    // max_db_connections counts each database by itself.
    int cap = budget.perPooler() - processes * LOOKUPS;
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("pool_mode", "transaction");
    settings.put(CLIENTS, String.valueOf(poolers.maxClientConnections()));
    settings.put(POOL, String.valueOf(poolers.defaultPoolSize()));
    settings.put("min_pool_size", String.valueOf(Math.min(100, cap)));
    settings.put("reserve_pool_size", "100");
    settings.put("reserve_pool_timeout", "3");
    settings.put(SERVERS, String.valueOf(cap));
    settings.put("server_idle_timeout", "300");
    settings.put("server_lifetime", "600");
    settings.put("server_connect_timeout", "3");
    settings.put("server_login_retry", String.valueOf(Timeouts.SERVER_LOGIN_RETRY.toSeconds()));
    settings.put("query_wait_timeout", "30");
    settings.put("tcp_keepidle", "5");
    settings.put("tcp_keepintvl", "3");
    settings.put("tcp_keepcnt", "3");
    settings.put("tcp_user_timeout", String.valueOf(Timeouts.TCP_USER_TIMEOUT.toMillis()));
    settings.put("application_name_add_host", "1");
    settings.put("max_prepared_statements", "200");
    settings.put("ignore_startup_parameters", "extra_float_digits");
    return new PgBouncerTuning(processes, settings);
  }

  /** No more than there is something to share out of: to PgBouncer 0 means no limit. */
  private static int processes(VmSize size, PoolersSpec poolers, int servers) {
    int shares =
        Math.min(
            servers / (1 + LOOKUPS),
            Math.min(poolers.defaultPoolSize(), poolers.maxClientConnections()));
    return Math.max(1, Math.min(MAX_PROCESSES, Math.min(size.vcpus() / 2, shares)));
  }

  /** {@return the settings that are the same in every process} */
  public Map<String, String> shared() {
    Map<String, String> shared = new LinkedHashMap<>(settings);
    DIVIDED.forEach(shared::remove);
    return shared;
  }

  /**
   * One process's part of the settings that are shared out.
   *
   * @param process 1 to {@link #processes}
   * @return value by name; the parts of all processes together are the whole
   * @throws IllegalArgumentException if there is no such process
   */
  public Map<String, String> settings(int process) {
    if (process < 1 || process > processes) {
      throw new IllegalArgumentException(
          "PgBouncer process %d of %d".formatted(process, processes));
    }
    Map<String, String> own = new LinkedHashMap<>();
    for (String name : DIVIDED) {
      int part = share(Integer.parseInt(settings.get(name)), process);
      own.put(name, String.valueOf(name.equals(CLIENTS) ? part + unevenness(part) : part));
    }
    return own;
  }

  /** {@return server connections that a process keeps for looking passwords up} */
  public int lookups() {
    return LOOKUPS;
  }

  /** {@return files that a process may have to keep open at once} */
  public int fileLimit() {
    Map<String, String> largest = settings(1);
    return Integer.parseInt(largest.get(CLIENTS))
        + Math.max(
            Integer.parseInt(largest.get(SERVERS)),
            LISTED_USERS * Integer.parseInt(largest.get(POOL)))
        + LISTED_USERS * LOOKUPS
        + OTHER_FILES;
  }

  private int share(int whole, int process) {
    return whole / processes + (process <= whole % processes ? 1 : 0);
  }

  /**
   * The kernel deals clients out by hash: five standard deviations keep one process from being
   * full.
   */
  private int unevenness(int clients) {
    return processes == 1 ? 0 : (int) Math.ceil(5 * Math.sqrt(clients));
  }
}
