package dev.azurepatroni.constructs.cluster;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;

import dev.azurepatroni.constructs.synth.Prod;
import dev.azurepatroni.constructs.synth.Resource;
import dev.azurepatroni.constructs.synth.Synth;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class SshKeyTest {
  private static final String GENERATED = "pgpatroni-ssh-private-key";
  private static final String ED25519 =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

  @Test
  void withNoKeyNamedOneIsGeneratedIntoTheVault() {
    assertThat(Prod.SYNTH).resource("tls_private_key", GENERATED).has("algorithm", "ED25519");
    assertThat(Prod.SYNTH)
        .resource("azurerm_key_vault_secret", GENERATED)
        .has("value", "${tls_private_key." + GENERATED + ".private_key_openssh}");
    assertThat(Prod.SYNTH)
        .resource("azurerm_linux_virtual_machine", "pgpatroni-1")
        .has("admin_ssh_key.public_key", "${tls_private_key." + GENERATED + ".public_key_openssh}");
  }

  @Test
  void withKeysNamedTheseLogInAndNoneIsGenerated() {
    String other = ED25519 + " somebody@else";
    Synth synth =
        Prod.synthWith(
            prod -> prod.ssh(ssh -> ssh.user("operator").publicKeys(List.of(ED25519, other))));

    Assertions.assertThat(synth.addresses()).noneMatch(address -> address.contains("ssh"));
    for (Resource vm : synth.resources("azurerm_linux_virtual_machine")) {
      assertThat(synth)
          .resource(vm.type(), vm.name())
          .has("admin_username", "operator")
          .has("admin_ssh_key.0.public_key", ED25519)
          .has("admin_ssh_key.1.public_key", other)
          .has("admin_ssh_key.1.username", "operator");
    }
  }
}
