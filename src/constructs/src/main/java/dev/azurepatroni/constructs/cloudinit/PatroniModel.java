package dev.azurepatroni.constructs.cloudinit;

import dev.azurepatroni.topology.ClusterPlan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What Patroni is told.
 *
 * @param scope the cluster's name in etcd
 * @param namespace the path in etcd that the cluster stands under
 * @param ttl leader lease, seconds
 * @param loopWait pause between two rounds, seconds
 * @param retryTimeout patience with etcd and PostgreSQL, seconds
 * @param synchronousMode {@code on}, {@code quorum} or {@code off}
 * @param synchronousModeStrict whether writes stop without a standby
 * @param parameters PostgreSQL's parameters
 */
public record PatroniModel(
    String scope,
    String namespace,
    int ttl,
    int loopWait,
    int retryTimeout,
    String synchronousMode,
    boolean synchronousModeStrict,
    Map<String, String> parameters) {
  private static final String SCOPE = "pg-ha";
  private static final String NAMESPACE = "/service/";

  /**
   * Copies what it is given.
   *
   * @param scope the cluster's name in etcd
   * @param namespace the path in etcd that the cluster stands under
   * @param ttl leader lease, seconds
   * @param loopWait pause between two rounds, seconds
   * @param retryTimeout patience with etcd and PostgreSQL, seconds
   * @param synchronousMode {@code on}, {@code quorum} or {@code off}
   * @param synchronousModeStrict whether writes stop without a standby
   * @param parameters PostgreSQL's parameters
   */
  public PatroniModel {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  static PatroniModel of(ClusterPlan plan) {
    var patroni = plan.spec().patroni();
    return new PatroniModel(
        SCOPE,
        NAMESPACE,
        patroni.ttl(),
        patroni.loopWait(),
        patroni.retryTimeout(),
        plan.synchronousMode().name().toLowerCase(Locale.ROOT),
        patroni.synchronousModeStrict(),
        plan.postgres().parameters());
  }
}
