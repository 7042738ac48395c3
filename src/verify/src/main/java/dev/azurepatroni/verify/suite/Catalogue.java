package dev.azurepatroni.verify.suite;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.suite.failover.FaultCheck;
import dev.azurepatroni.verify.suite.pooling.CancelCheck;
import dev.azurepatroni.verify.suite.pooling.DirectSessionsCheck;
import dev.azurepatroni.verify.suite.pooling.ExhaustionCheck;
import dev.azurepatroni.verify.suite.pooling.HeldClientsCheck;
import dev.azurepatroni.verify.suite.pooling.PoolingCheck;
import dev.azurepatroni.verify.suite.pooling.PreparedCheck;
import dev.azurepatroni.verify.suite.status.BackupCheck;
import dev.azurepatroni.verify.suite.status.EndpointsCheck;
import dev.azurepatroni.verify.suite.status.EtcdCheck;
import dev.azurepatroni.verify.suite.status.HostsCheck;
import dev.azurepatroni.verify.suite.status.PatroniCheck;
import dev.azurepatroni.verify.suite.status.ReplicationCheck;
import dev.azurepatroni.verify.suite.status.SettingsCheck;
import dev.azurepatroni.verify.suite.status.TlsCheck;
import dev.azurepatroni.verify.suite.throughput.LargeTransactionCheck;
import dev.azurepatroni.verify.suite.throughput.RateCheck;
import dev.azurepatroni.verify.suite.throughput.SustainedCheck;
import java.util.ArrayList;
import java.util.List;

/** All checks, in the order they run in. */
public final class Catalogue {
  private Catalogue() {}

  /**
   * All of them.
   *
   * @param rates queries a second under which the leader is killed
   */
  public static List<Check> all(List<Integer> rates) {
    List<Check> checks = new ArrayList<>();
    checks.add(new HostsCheck());
    checks.add(new PatroniCheck());
    checks.add(new EtcdCheck());
    checks.add(new SettingsCheck());
    checks.add(new EndpointsCheck());
    checks.add(new TlsCheck());
    checks.add(new PoolingCheck());
    checks.add(new PreparedCheck());
    checks.add(new CancelCheck());
    checks.add(new ReplicationCheck());
    checks.add(new BackupCheck());
    checks.add(RateCheck.reads());
    checks.add(RateCheck.writes());
    checks.add(new SustainedCheck());
    checks.add(HeldClientsCheck.few());
    checks.add(HeldClientsCheck.all());
    checks.add(new ExhaustionCheck());
    checks.add(new DirectSessionsCheck());
    checks.add(new LargeTransactionCheck());
    checks.add(FaultCheck.switchover());
    checks.add(FaultCheck.failover());
    checks.add(FaultCheck.restSilent());
    checks.add(FaultCheck.poolerHung());
    checks.add(FaultCheck.lookupHung());
    rates.forEach(rate -> checks.add(FaultCheck.failover(rate)));
    return List.copyOf(checks);
  }
}
