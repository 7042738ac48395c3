package dev.azurepatroni.constructs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hashicorp.cdktf.App;
import com.hashicorp.cdktf.TerraformStack;
import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.cloudinit.CustomData;
import dev.azurepatroni.constructs.compute.AdminAccess;
import dev.azurepatroni.constructs.compute.VirtualMachine;
import dev.azurepatroni.constructs.network.Firewall;
import dev.azurepatroni.constructs.network.InternalLb;
import dev.azurepatroni.constructs.network.NetworkedHost;
import dev.azurepatroni.constructs.network.Probe;
import dev.azurepatroni.constructs.network.PublicLb;
import dev.azurepatroni.constructs.network.Subnet;
import dev.azurepatroni.constructs.synth.Prod;
import dev.azurepatroni.constructs.synth.Synth;
import dev.azurepatroni.topology.InvalidClusterException;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.TieBreaker;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What synthesis and the builders refuse. */
class ContractTest {
  private static final AzureLocation LOCATION = new AzureLocation("group", "germanywestcentral");
  private static final Subnet SUBNET = Subnet.fromId("/subnets/db");
  private static final AdminAccess ADMIN = new AdminAccess("operator", List.of("ssh-ed25519 AAAA"));

  @Test
  void aStackThatAsksForAnEndpointOfAWrongSpecificationShowsAllProblems() {
    ClusterSpec broken =
        Prod.with(
            prod ->
                prod.network(network -> network.subnet("10.99.1.0/24"))
                    .patroni(patroni -> patroni.ttl(20).loopWait(15)));

    assertThatExceptionOfType(InvalidClusterException.class)
        .isThrownBy(
            () ->
                PatroniCluster.Builder.create(new TerraformStack(new App(), "broken"), "orders")
                    .spec(broken)
                    .build()
                    .poolerLb()
                    .endpoint())
        .withMessageStartingWith("cluster pgpatroni has 2 problems\n")
        .withMessageContaining("network.subnet = 10.99.1.0/24\n")
        .withMessageContaining("patroni.ttl = 20\n")
        .satisfies(
            failure ->
                assertThat(failure.errors())
                    .extracting(Finding::path)
                    .containsExactly("network.subnet", "patroni.ttl"));
  }

  @Test
  void userDataThatAzureWouldRefuseIsRefused() {
    String noise =
        new Random(1)
            .ints(120_000, 'a', 'z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    ClusterSpec large =
        Prod.with(
            prod ->
                prod.postgresql(
                    postgresql -> postgresql.parameters(Map.of("orders.noise", noise))));

    refused(stack -> PatroniCluster.Builder.create(stack, "orders").spec(large).build())
        .isInstanceOf(InvalidClusterException.class)
        .withMessageContaining("compressed user-data on pgpatroni-1")
        .withMessageContaining("Azure accepts at most 65,535 bytes");
  }

  @Test
  void theOriginalLayoutWarnsOfTheZoneWhoseLossStopsWrites() {
    Synth synth = Prod.synthWith(prod -> prod.etcd(etcd -> etcd.tieBreaker(TieBreaker.POOLER)));

    assertThat(synth.annotations())
        .anySatisfy(warning -> assertThat(warning).startsWith("@cdktf/warn").contains("zone 3"));
  }

  @Test
  void aClusterPutsNoReportIntoTheStackOfAnotherTeam() {
    assertThat(Prod.SYNTH.annotations()).noneMatch(info -> info.startsWith("@cdktf/info"));
  }

  @Test
  void anEvenNumberOfVotersFailsTheSynthesis() {
    assertThatThrownBy(
            () ->
                Synth.of(
                    stack -> {
                      EtcdQuorum quorum = quorum(stack);
                      quorum.addMember(machine(stack, "two-1").build());
                      quorum.addMember(machine(stack, "two-2").build());
                    }))
        .hasMessageContaining("2 etcd members (two-1, two-2)");
  }

  @Test
  void aQuorumKnowsItsVotersByTheirAddresses() {
    Synth.of(
        stack -> {
          EtcdQuorum quorum = quorum(stack);
          quorum.addMember(machine(stack, "one-1").build());

          assertThat(quorum.clientUrls()).containsExactly("https://10.0.0.4:2379");
          assertThat(quorum.members()).extracting(NetworkedHost::hostName).containsExactly("one-1");
        });
  }

  @Test
  void everyMissingValueOfAHostIsNamedAtOnce() {
    refused(stack -> VirtualMachine.Builder.create(stack, "db").zone("1").name("db-1").build())
        .withMessage(
            "VirtualMachine db: required and not given: location, subnet, address, size, admin, customData");
  }

  @Test
  void everyMissingValueOfALoadBalancerIsNamedAtOnce() {
    refused(stack -> InternalLb.Builder.create(stack, "lb").location(LOCATION).name("lb").build())
        .withMessage("InternalLb lb: required and not given: port, probe, subnet, address");
    refused(stack -> PublicLb.Builder.create(stack, "lb").location(LOCATION).name("lb").build())
        .withMessage("PublicLb lb: required and not given: port, probe, domainLabel");
  }

  @Test
  void aLoadBalancerTakesTheRangesOfAzure() {
    refused(stack -> lb(stack, "lb").probeIntervalSeconds(4).build())
        .withMessage("probeIntervalSeconds is 4; Azure allows 5 to 3600");
    refused(stack -> lb(stack, "lb").idleTimeoutMinutes(101).build())
        .withMessage("idleTimeoutMinutes is 101; Azure allows 4 to 100");
  }

  @Test
  void aClusterNeedsASpecification() {
    refused(stack -> PatroniCluster.Builder.create(stack, "orders").build())
        .withMessage("PatroniCluster orders: required and not given: spec");
  }

  @Test
  void anUnknownSizeIsRefusedWithAFix() {
    refused(stack -> machine(stack, "p").vmSize("Standard_D17s_v6"))
        .withMessageContaining("Standard_D17s_v6")
        .withMessageContaining("size(new VmSize(");
  }

  @Test
  void anAdministratorNeedsAKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AdminAccess("operator", List.of()))
        .withMessageContaining("publicKeys is empty");
  }

  @Test
  void twoClustersOfOneNameInOneStackAreRefused() {
    refused(
            stack -> {
              PatroniCluster.Builder.create(stack, "a").spec(Prod.spec()).build();
              PatroniCluster.Builder.create(stack, "b").spec(Prod.spec()).build();
            })
        .withMessageContaining("cluster pgpatroni");
  }

  @Test
  void twoHostsOfOneNameInOneStackAreRefused() {
    refused(
            stack -> {
              machine(stack, "p").build();
              machine(stack, "q").name("p").build();
            })
        .withMessageContaining("host p");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 0, -1})
  void aProbeIntervalThatAzureRefusesIsRefused(int seconds) {
    refused(stack -> lb(stack, "lb").probeIntervalSeconds(seconds).build())
        .withMessageContaining("probeIntervalSeconds is " + seconds);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 101})
  void anIdleTimeoutThatAzureRefusesIsRefused(int minutes) {
    refused(stack -> lb(stack, "lb").idleTimeoutMinutes(minutes).build())
        .withMessageContaining("idleTimeoutMinutes is " + minutes);
  }

  @Test
  void aLoadBalancerKnowsItsEndpoint() {
    Synth.of(
        stack -> {
          InternalLb lb = lb(stack, "lb").build();

          assertThat(lb.endpoint()).isEqualTo("10.0.0.10:5432");
          assertThat(lb.address()).isEqualTo("10.0.0.10");
          assertThat(lb.port()).isEqualTo(5432);
        });
  }

  private static EtcdQuorum quorum(TerraformStack stack) {
    return EtcdQuorum.Builder.create(stack, "etcd")
        .firewall(Firewall.Builder.create(stack, "firewall").location(LOCATION).name("f").build())
        .build();
  }

  private static InternalLb.Builder lb(TerraformStack stack, String name) {
    return InternalLb.Builder.create(stack, name)
        .location(LOCATION)
        .subnet(SUBNET)
        .name(name)
        .address("10.0.0.10")
        .port(5432)
        .probe(Probe.tcp(5432));
  }

  private static VirtualMachine.Builder machine(TerraformStack stack, String name) {
    return VirtualMachine.Builder.create(stack, name)
        .location(LOCATION)
        .subnet(SUBNET)
        .name(name)
        .zone("1")
        .address("10.0.0.4")
        .vmSize("Standard_D2s_v6")
        .admin(ADMIN)
        .customData(new CustomData(name, "#cloud-config\n"));
  }

  private static ThrowableAssertAlternative<IllegalArgumentException> refused(
      Consumer<TerraformStack> content) {
    return assertThatIllegalArgumentException().isThrownBy(() -> Synth.of(content));
  }
}
