package dev.azurepatroni.verify.fault;

import java.time.Duration;

/**
 * Times of a fault drill.
 *
 * @param healthy how long the cluster may take to become healthy, before and after the fault
 * @param before how long clients write before the fault
 * @param hold how long the fault lasts at least
 * @param after how long clients write on once the cluster is healthy
 */
public record FaultTiming(Duration healthy, Duration before, Duration hold, Duration after) {}
