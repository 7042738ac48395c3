package dev.azurepatroni.topology;

import dev.azurepatroni.topology.budget.PoolBudget;
import dev.azurepatroni.topology.budget.RtoBudget;
import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.hardware.VmSizeCatalogue;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.Role;
import dev.azurepatroni.topology.net.Cidr;
import dev.azurepatroni.topology.quorum.QuorumProof;
import dev.azurepatroni.topology.rules.CidrRules;
import dev.azurepatroni.topology.rules.DiskRules;
import dev.azurepatroni.topology.rules.PackageRules;
import dev.azurepatroni.topology.rules.ParameterRules;
import dev.azurepatroni.topology.rules.PatroniRules;
import dev.azurepatroni.topology.rules.QuorumRules;
import dev.azurepatroni.topology.rules.SettingRules;
import dev.azurepatroni.topology.rules.SizeRules;
import dev.azurepatroni.topology.rules.SshKeyRules;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ThirdVoter;
import dev.azurepatroni.topology.tuning.PostgresTuning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Works a specification out: every rule is checked, whatever the others say. */
final class TopologyPlanner {
  private final ClusterSpec spec;
  private final Findings findings = new Findings();

  TopologyPlanner(ClusterSpec spec) {
    this.spec = spec;
  }

  TopologyPlan plan() {
    SettingRules.check(spec, findings);
    CidrRules.check(spec, findings);
    Optional<Cidr> subnet = CidrRules.subnet(spec, findings);
    DiskRules.check(spec.database(), findings);
    PatroniRules.check(spec, findings);
    ParameterRules.check(spec, findings);
    PackageRules.check(spec, findings);
    SshKeyRules.check(spec.ssh(), findings);
    NameRules.check(spec, findings);
    QuorumRules.checkVoters(spec, thirdVoter(), findings);
    PoolBudget pools = PoolBudget.of(spec.postgresql(), spec.poolers());
    QuorumRules.checkPools(pools, spec, findings);

    SizeRules sizes = new SizeRules(VmSizeCatalogue.with(spec.vmSizes()), findings);
    Optional<VmSize> database = sizes.find("database.vmSize", spec.database().vmSize());
    Optional<VmSize> pooler = sizes.find("poolers.vmSize", spec.poolers().vmSize());
    Optional<VmSize> witness =
        hasWitness()
            ? sizes.find("etcd.witness.vmSize", spec.etcd().witness().vmSize())
            : Optional.empty();
    database.ifPresent(size -> sizes.checkDatabase("database.vmSize", size));
    database.ifPresent(this::checkDatabase);

    Optional<AddressPlan> addresses =
        subnet.map(range -> AddressPlan.of(spec, hasWitness(), range, findings));
    if (findings.hasErrors()) {
      return TopologyPlan.broken(findings.toList());
    }
    return topology(
        addresses.orElseThrow(), database.orElseThrow(), pooler.orElseThrow(), witness, pools);
  }

  private void checkDatabase(VmSize size) {
    DiskRules.checkCeiling(spec.database(), size, findings);
    if (ParameterRules.sizesReadable(spec, size)) {
      PostgresTuning tuning = PostgresTuning.of(size, spec.database(), spec.postgresql());
      ParameterRules.checkSizes(spec, size, tuning, findings);
    }
  }

  private TopologyPlan topology(
      AddressPlan addresses,
      VmSize database,
      VmSize pooler,
      Optional<VmSize> witness,
      PoolBudget pools) {
    List<Host> hosts = new ArrayList<>();
    for (int i = 0; i < spec.database().nodes(); i++) {
      String name = HostNames.database(spec.name(), i + 1);
      hosts.add(
          new Host(
              name,
              Role.DATABASE,
              zone(i),
              addresses.of(name),
              database,
              spec.database().osDiskGb(),
              true));
    }
    for (int i = 0; i < spec.poolers().nodes(); i++) {
      String name = HostNames.pooler(spec.name(), i + 1);
      boolean voter = thirdVoter() == ThirdVoter.POOLER && i == spec.poolers().nodes() - 1;
      hosts.add(
          new Host(
              name,
              Role.POOLER,
              zone(i),
              addresses.of(name),
              pooler,
              spec.poolers().osDiskGb(),
              voter));
    }
    witness.ifPresent(
        size -> {
          String name = HostNames.witness(spec.name());
          int osDiskGb = spec.etcd().witness().osDiskGb();
          hosts.add(
              new Host(
                  name, Role.WITNESS, witnessZone(), addresses.of(name), size, osDiskGb, true));
        });

    QuorumProof quorum = QuorumProof.of(hosts);
    QuorumRules.warnOfFatalZones(quorum, spec, thirdVoter(), findings);
    return TopologyPlan.sound(
        new Topology(
            spec,
            hosts,
            addresses.of(HostNames.DATABASE_LB),
            addresses.of(HostNames.POOLER_LB),
            quorum,
            pools,
            RtoBudget.of(
                spec.patroni(), spec.loadBalancers(), quorum, thirdVoter() != ThirdVoter.NONE)),
        findings.toList());
  }

  private ThirdVoter thirdVoter() {
    ThirdVoter written = spec.etcd().thirdVoter();
    if (written != ThirdVoter.AUTO) {
      return written;
    }
    return spec.database().nodes() > 2 ? ThirdVoter.NONE : ThirdVoter.WITNESS;
  }

  private boolean hasWitness() {
    return thirdVoter() == ThirdVoter.WITNESS;
  }

  private List<String> zones() {
    if (!spec.zones().isEmpty()) {
      return spec.zones();
    }
    return spec.database().nodes() > 2 ? List.of("1", "3", "2") : List.of("1", "3");
  }

  private String zone(int index) {
    return zones().get(index % zones().size());
  }

  private String witnessZone() {
    String written = spec.etcd().witness().zone();
    if (!written.isEmpty()) {
      return written;
    }
    List<String> taken = IntStream.range(0, spec.database().nodes()).mapToObj(this::zone).toList();
    return Stream.of("1", "2", "3").filter(zone -> !taken.contains(zone)).findFirst().orElseThrow();
  }
}
