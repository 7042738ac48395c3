package dev.azurepatroni.constructs.network;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.hashicorp.cdktf.TerraformStack;
import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.synth.ResourceSubject;
import dev.azurepatroni.constructs.synth.Synth;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups and flows that a team adds to a firewall. */
class FlowRuleTest {
  private static final String RULE = "azurerm_network_security_rule";
  private static final Peer TEAM = Peer.cidrs("10.1.0.0/16");

  @Test
  void aGroupIsCreatedAtTheFirstCall() {
    Synth synth =
        with(
            firewall -> {
              firewall.allow(TEAM, firewall.group("exporter"), 9187);
              firewall.allow(firewall.group("exporter"), Peer.any(), 9100);
            });

    assertThat(synth).hasExactly("azurerm_application_security_group", "web-exporter");
    rule(synth, "web-10-1-0-0-16-to-exporter-9187")
        .has("source_address_prefix", "10.1.0.0/16")
        .refers(
            "destination_application_security_group_ids",
            "azurerm_application_security_group.web-exporter");
    rule(synth, "web-exporter-to-any-9100").has("destination_address_prefix", "*");
  }

  @Test
  void prioritiesAreAllocatedInStepsAndPassOverThoseThatAreTaken() {
    Synth synth =
        with(
            firewall -> {
              firewall.allow(FlowRule.of(TEAM, Peer.any(), 1).named("fixed").priority(310));
              firewall.allow(FlowRule.of(TEAM, Peer.any(), 2).named("first"));
              firewall.allow(FlowRule.of(TEAM, Peer.any(), 3).named("second"));
            });

    rule(synth, "web-fixed").has("priority", 310);
    rule(synth, "web-first").has("priority", 300);
    rule(synth, "web-second").has("priority", 320);
    assertThat(synth).securityGroup("web").hasDistinctPriorities().deniesTheRest();
  }

  @Test
  void severalRangesAndPortsAreOneRule() {
    Synth synth =
        with(
            firewall ->
                firewall.allow(
                    FlowRule.of(Peer.cidrs("10.1.0.0/16", "10.2.0.0/16"), Peer.any(), 80, 443)
                        .named("web")
                        .description("Browsers")));

    rule(synth, "web-web")
        .has("source_address_prefixes", List.of("10.1.0.0/16", "10.2.0.0/16"))
        .has("destination_port_ranges", List.of("80", "443"))
        .has("description", "Browsers");
  }

  @Test
  void aPriorityThatIsTakenIsRefused() {
    refused(
            firewall -> {
              firewall.allow(FlowRule.of(TEAM, Peer.any(), 1).priority(200));
              firewall.allow(FlowRule.of(TEAM, Peer.any(), 2).priority(200));
            })
        .withMessageContaining("priority 200 is taken; leave it out");
  }

  @Test
  void aSecondFlowOfOneNameIsRefused() {
    refused(
            firewall -> {
              firewall.allow(TEAM, Peer.any(), 1);
              firewall.allow(TEAM, Peer.any(), 1);
            })
        .withMessageContaining("10-1-0-0-16-to-any-1 already; give the second another name");
  }

  @ParameterizedTest
  @ValueSource(ints = {99, 4096})
  void aPriorityOutOfRangeIsRefused(int priority) {
    refused(firewall -> FlowRule.of(TEAM, Peer.any(), 1).priority(priority))
        .withMessage("priority is %d; Azure allows 100 to 4095", priority);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65_536})
  void aPortOutOfRangeIsRefused(int port) {
    refused(firewall -> firewall.allow(TEAM, Peer.any(), port))
        .withMessage("port is %d; Azure allows 1 to 65535", port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-web", "web server", "web-"})
  void aNameThatAzureRefusesIsRefused(String name) {
    refused(firewall -> FlowRule.of(TEAM, Peer.any(), 1).named(name))
        .withMessageContaining("set another with named(...)");
  }

  @Test
  void aFlowNeedsAPortAndAnAddress() {
    refused(firewall -> FlowRule.of(TEAM, Peer.any())).withMessageContaining("one port or more");
    refused(firewall -> Peer.cidrs()).withMessageContaining("one address range or more");
  }

  private static ResourceSubject rule(Synth synth, String name) {
    return assertThat(synth).resource(RULE, name);
  }

  private static Synth with(Consumer<Firewall> content) {
    return Synth.of(stack -> content.accept(firewall(stack)));
  }

  private static Firewall firewall(TerraformStack stack) {
    return Firewall.Builder.create(stack, "firewall")
        .location(new AzureLocation("group", "westeurope"))
        .name("web")
        .build();
  }

  private static ThrowableAssertAlternative<IllegalArgumentException> refused(
      Consumer<Firewall> content) {
    return assertThatIllegalArgumentException().isThrownBy(() -> with(content));
  }
}
