package dev.azurepatroni.topology;

import dev.azurepatroni.topology.budget.PoolBudget;
import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.hardware.VmSizeCatalogue;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.HostRole;
import dev.azurepatroni.topology.internal.rules.BackupRules;
import dev.azurepatroni.topology.internal.rules.CaVersionRules;
import dev.azurepatroni.topology.internal.rules.CidrRules;
import dev.azurepatroni.topology.internal.rules.ConnectionRules;
import dev.azurepatroni.topology.internal.rules.DiskRules;
import dev.azurepatroni.topology.internal.rules.LogicalSlotRules;
import dev.azurepatroni.topology.internal.rules.PackageRules;
import dev.azurepatroni.topology.internal.rules.ParameterRules;
import dev.azurepatroni.topology.internal.rules.PatroniRules;
import dev.azurepatroni.topology.internal.rules.QuorumRules;
import dev.azurepatroni.topology.internal.rules.ReplicationRules;
import dev.azurepatroni.topology.internal.rules.SettingRules;
import dev.azurepatroni.topology.internal.rules.SizeRules;
import dev.azurepatroni.topology.internal.rules.SshKeyRules;
import dev.azurepatroni.topology.net.Cidr;
import dev.azurepatroni.topology.quorum.QuorumProof;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.TieBreaker;
import dev.azurepatroni.topology.tuning.PostgresTuning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Plans a cluster; checks every rule, whatever the others find. */
final class ClusterPlanner {
  private static final int MOST_MEMBERS = 3;

  private final ClusterSpec written;
  private final ClusterSpec spec;
  private final Findings findings = new Findings();

  ClusterPlanner(ClusterSpec written) {
    this.written = written;
    this.spec = AutoSettings.decide(written);
  }

  ClusterPlan plan() {
    SettingRules.check(written, findings);
    CidrRules.check(written, findings);
    Optional<Cidr> subnet = CidrRules.subnet(spec, findings);
    DiskRules.check(spec.database(), findings);
    PatroniRules.check(spec, findings);
    ParameterRules.check(spec, findings);
    ReplicationRules.check(spec, findings);
    LogicalSlotRules.check(spec, members(), findings);
    PackageRules.check(spec, findings);
    SshKeyRules.check(spec.ssh(), findings);
    CaVersionRules.check(spec.vault(), findings);
    BackupRules.check(written, databaseZones(), findings);
    NameRules.check(written, findings);
    QuorumRules.checkMembers(spec, findings);
    PoolBudget pools = PoolBudget.of(spec.postgresql(), spec.poolers());
    ConnectionRules.check(pools, spec, findings);

    SizeRules sizes = new SizeRules(VmSizeCatalogue.with(spec.vmSizes()), findings);
    sizes.checkNames(spec.vmSizes().keySet());
    Optional<VmSize> database = sizes.find("database.vmSize", spec.database().vmSize());
    Optional<VmSize> pooler = sizes.find("poolers.vmSize", spec.poolers().vmSize());
    // Checked where there is no witness, too: a wrong size would be found only once there is one.
    Optional<VmSize> witness = sizes.find("etcd.witness.vmSize", spec.etcd().witness().vmSize());
    database.ifPresent(size -> sizes.checkDatabase("database.vmSize", size));
    database.ifPresent(this::checkDatabase);

    Optional<AddressPlan> addresses =
        subnet.map(range -> AddressPlan.of(spec, hasWitness(), range, findings));
    addresses.ifPresent(plan -> ExternalPoolerRules.check(spec, plan, findings));
    if (findings.hasErrors()) {
      throw new InvalidClusterException(spec.name(), findings.toList());
    }
    return plan(
        addresses.orElseThrow(),
        database.orElseThrow(),
        pooler.orElseThrow(),
        hasWitness() ? witness.orElseThrow() : null);
  }

  private void checkDatabase(VmSize size) {
    DiskRules.checkCeiling(spec.database(), size, findings);
    if (ParameterRules.sizesReadable(spec, size)) {
      PostgresTuning tuning = PostgresTuning.of(size, spec);
      ParameterRules.checkSizes(spec, size, tuning, findings);
    }
  }

  /** The plan; the witness's size is null where there is no witness. */
  private ClusterPlan plan(AddressPlan addresses, VmSize database, VmSize pooler, VmSize witness) {
    List<Host> hosts = new ArrayList<>();
    for (int i = 0; i < spec.database().nodes(); i++) {
      String name = HostNames.database(spec.name(), i + 1);
      hosts.add(
          new Host(
              name,
              HostRole.DATABASE,
              zone(i),
              addresses.of(name),
              database,
              spec.database().osDiskGb(),
              true));
    }
    for (int i = 0; i < spec.poolers().nodes(); i++) {
      String name = HostNames.pooler(spec.name(), i + 1);
      boolean voter =
          spec.etcd().tieBreaker() == TieBreaker.POOLER && i == spec.poolers().nodes() - 1;
      hosts.add(
          new Host(
              name,
              HostRole.POOLER,
              zone(i),
              addresses.of(name),
              pooler,
              spec.poolers().osDiskGb(),
              voter));
    }
    if (hasWitness()) {
      String name = HostNames.witness(spec.name());
      hosts.add(
          new Host(
              name,
              HostRole.WITNESS,
              spec.etcd().witness().zone(),
              addresses.of(name),
              witness,
              spec.etcd().witness().osDiskGb(),
              true));
    }

    QuorumProof quorum = QuorumProof.of(hosts);
    QuorumRules.warnOfZones(quorum, spec, findings);
    return new ClusterPlan(
        spec,
        hosts,
        addresses.of(HostNames.DATABASE_LB),
        addresses.of(HostNames.POOLER_LB),
        quorum,
        findings.toList());
  }

  /** No more than the rule on their number allows, which a number of any size may break. */
  private List<String> members() {
    return IntStream.rangeClosed(1, Math.min(MOST_MEMBERS, spec.database().nodes()))
        .mapToObj(i -> HostNames.database(spec.name(), i))
        .toList();
  }

  private List<String> databaseZones() {
    return IntStream.range(0, members().size()).mapToObj(this::zone).toList();
  }

  private boolean hasWitness() {
    return spec.etcd().tieBreaker() == TieBreaker.WITNESS;
  }

  private String zone(int index) {
    return spec.zones().get(index % spec.zones().size());
  }
}
