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
 * @param settings value by name, for the whole pooler: a limit is shared out among the processes
 */
public record PgBouncerTuning(int processes, Map<String, String> settings) {
  private static final int MAX_PROCESSES = 8;

  /** Copies what it is given. */
  public PgBouncerTuning {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /**
   * Works the settings out.
   *
   * @param size the pooler
   * @param poolers what was asked for
   * @param budget the cap that keeps PostgreSQL's reserve free
   */
  public static PgBouncerTuning of(VmSize size, PoolersSpec poolers, PoolBudget budget) {
    int cap = budget.perPooler();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("pool_mode", "transaction");
    settings.put("max_client_conn", String.valueOf(poolers.maxClientConnections()));
    settings.put("default_pool_size", String.valueOf(poolers.defaultPoolSize()));
    settings.put("min_pool_size", String.valueOf(Math.min(100, cap)));
    settings.put("reserve_pool_size", "100");
    settings.put("reserve_pool_timeout", "3");
    settings.put("max_db_connections", String.valueOf(cap));
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
    int processes = Math.max(1, Math.min(MAX_PROCESSES, Math.min(size.vcpus() / 2, cap)));
    return new PgBouncerTuning(processes, settings);
  }
}
