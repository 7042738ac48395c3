package dev.azurepatroni.constructs.secrets;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;

import com.hashicorp.cdktf.App;
import com.hashicorp.cdktf.TerraformStack;
import dev.azurepatroni.constructs.cluster.PatroniCluster;
import dev.azurepatroni.constructs.synth.Prod;
import dev.azurepatroni.constructs.synth.Resource;
import dev.azurepatroni.constructs.synth.Synth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
  private static final String VAULT = "azurerm_key_vault";
  private static final String PROPAGATION = "terraform_data.pgpatroni-kv-role-propagation";

  @Test
  void accessIsByRoleAndNothingCanBePurged() {
    assertThat(Prod.SYNTH)
        .hasExactly(VAULT, "pgpatroni-kv")
        .resource(VAULT, "pgpatroni-kv")
        .has("name", "pgpatroni-kv")
        .has("sku_name", "standard")
        .has("rbac_authorization_enabled", true)
        .has("purge_protection_enabled", true)
        .has("soft_delete_retention_days", 90)
        .refers("tenant_id", "data.azurerm_client_config.pgpatroni-kv");
  }

  @Test
  void onlyTheHostsReachTheVault() {
    assertThat(Prod.synthWith(prod -> prod.vault(vault -> vault.allowedCidrs(List.of()))))
        .resource(VAULT, "pgpatroni-kv")
        .has("network_acls.default_action", "Deny")
        .has("network_acls.ip_rules", List.of())
        .has("network_acls.bypass", "AzureServices")
        .refers("network_acls.virtual_network_subnet_ids", "azurerm_subnet.pgpatroni-db");
  }

  @Test
  void withRangesNamedOnlyTheyAndTheHostsReachTheVault() {
    Synth synth =
        Prod.synthWith(prod -> prod.vault(vault -> vault.allowedCidrs(List.of("198.51.100.0/24"))));

    assertThat(synth)
        .resource(VAULT, "pgpatroni-kv")
        .has("network_acls.default_action", "Deny")
        .has("network_acls.ip_rules", List.of("198.51.100.0/24"))
        .refers("network_acls.virtual_network_subnet_ids", "azurerm_subnet.pgpatroni-db");
  }

  @Test
  void aRangeOfEveryAddressOpensTheVault() {
    Synth synth =
        Prod.synthWith(
            prod -> prod.vault(vault -> vault.allowedCidrs(List.of("0.0.0.0/0", "10.0.0.0/8"))));

    assertThat(synth)
        .resource(VAULT, "pgpatroni-kv")
        .has("network_acls.default_action", "Allow")
        .has("network_acls.ip_rules", List.of());
  }

  @Test
  void theDeployerCanWriteSecrets() {
    assertThat(Prod.SYNTH)
        .resource("azurerm_role_assignment", "pgpatroni-kv-deployer")
        .has("role_definition_name", "Key Vault Secrets Officer")
        .refers("scope", "azurerm_key_vault.pgpatroni-kv")
        .refers("principal_id", "data.azurerm_client_config.pgpatroni-kv");
  }

  @Test
  void theFirstDeploymentWaitsOnceForAzureToHonourThat() {
    assertThat(Prod.SYNTH)
        .resource("terraform_data", "pgpatroni-kv-role-propagation")
        .refers("triggers_replace", "azurerm_role_assignment.pgpatroni-kv-deployer");
    Assertions.assertThat(command(Prod.SYNTH))
        .contains("+ 600)")
        .contains("az keyvault secret list --vault-name pgpatroni-kv")
        // Terraform would take them for expressions.
        .doesNotContain("${", "%{");
  }

  @Test
  void withoutAzItWaitsUntilTheBound() throws Exception {
    Assertions.assertThat(wait(2, "exit 1", 5)).isZero();
    Assertions.assertThat(asked()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void itEndsWhenTheVaultHasAnsweredThreeTimesInARow() throws Exception {
    // Answers two, six, seven and eight: the second alone is not enough.
    String answers = "case $(wc -l < asked) in 2 | 6 | 7 | 8) exit 0 ;; *) exit 1 ;; esac";

    Assertions.assertThat(wait(600, answers, 60)).isZero();
    Assertions.assertThat(asked()).isEqualTo(8);
  }

  @Test
  void itEndsAtOnceWhereTheFirewallRefusesTheDeployer() throws Exception {
    // What az prints, shortened; a role that has not taken effect is refused without this code.
    String refusal =
        "echo 'ERROR: (Forbidden) Client address is not authorized and caller is not a trusted"
            + " service.' >&2; echo 'Client address: 203.0.113.7' >&2;"
            + " echo 'Inner error: {\"code\": \"ForbiddenByFirewall\"}' >&2; exit 1";

    Assertions.assertThat(wait(600, refusal, 60)).isEqualTo(1);
    Assertions.assertThat(asked()).isEqualTo(1);
    Assertions.assertThat(printed)
        .contains("The firewall of the vault pgpatroni-kv refuses this machine")
        .contains("Add 203.0.113.7/32, or the range that it belongs to, to vault.allowedCidrs");
  }

  @TempDir private Path folder;
  private String printed = "";

  /** Runs the synthesised command with an az that does as told, and returns its exit status. */
  private int wait(int bound, String az, int seconds) throws Exception {
    Path program = folder.resolve("az");
    Files.writeString(program, "#!/bin/sh\necho >> asked\n" + az + "\n");
    program.toFile().setExecutable(true);
    Synth synth = Prod.synthWith(prod -> prod.vault(vault -> vault.rolePropagationSeconds(bound)));
    ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-c", command(synth));
    shell.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
    Path output = folder.resolve("output");
    shell.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = shell.start();
    Assertions.assertThat(process.waitFor(seconds, TimeUnit.SECONDS)).isTrue();
    printed = Files.readString(output);
    return process.exitValue();
  }

  private long asked() throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve("asked"))) {
      return lines.count();
    }
  }

  private static String command(Synth synth) {
    return synth.resources("terraform_data").get(0).text("provisioner.local-exec.command");
  }

  @Test
  void peopleReadWhatTheyNeedAndNothingElse() {
    String team = "6b3a1d52-9c07-4f5e-8f0e-2d1c4a7b9e30";
    String other = "00000000-0000-4000-8000-000000000001";
    Synth synth = Prod.synthWith(prod -> prod.vault(vault -> vault.readers(List.of(team, other))));

    for (String secret :
        List.of(
            "pgpatroni-application-password",
            "pgpatroni-ca-certificate",
            "pgpatroni-ssh-private-key")) {
      assertThat(synth)
          .resource("azurerm_role_assignment", secret + "-for-" + team)
          .has("role_definition_name", "Key Vault Secrets User")
          .has("principal_id", team)
          .refers("scope", "azurerm_key_vault_secret." + secret);
    }
    Assertions.assertThat(synth.resources("azurerm_role_assignment"))
        .filteredOn(role -> role.name().contains("-for-"))
        .hasSize(6);
    Assertions.assertThat(Prod.SYNTH.resources("azurerm_role_assignment"))
        .noneMatch(role -> role.name().contains("-for-"));
  }

  @Test
  void everySecretWaitsUntilItCanBeWritten() {
    Assertions.assertThat(Prod.SYNTH.resources("azurerm_key_vault_secret"))
        .isNotEmpty()
        .allMatch(secret -> secret.dependsOn().contains(PROPAGATION));
  }

  @Test
  void withoutAWaitSecretsFollowTheRoleAssignmentItself() {
    Synth synth = Prod.synthWith(prod -> prod.vault(vault -> vault.rolePropagationSeconds(0)));

    assertThat(synth).hasNo("terraform_data");
    Assertions.assertThat(synth.resources("azurerm_key_vault_secret"))
        .extracting(Resource::dependsOn)
        .containsOnly(List.of("azurerm_role_assignment.pgpatroni-kv-deployer"));
  }

  @Test
  void anImportedVaultIsUsedAndNotChanged() {
    Synth synth = Prod.synthIn(Vault.fromAttributes("/vaults/theirs", "theirs"));

    assertThat(synth).hasNo(VAULT).hasNo("terraform_data");
    Assertions.assertThat(synth.resources("azurerm_key_vault_secret"))
        .extracting(secret -> secret.text("key_vault_id"))
        .containsOnly("/vaults/theirs");
  }

  @Test
  void hostsReadTheirSecretsFromTheImportedVault() {
    Synth.of(
        stack ->
            Assertions.assertThat(
                    PatroniCluster.Builder.create(stack, "pgpatroni")
                        .spec(Prod.spec())
                        .vault(Vault.fromAttributes("/vaults/theirs", "theirs"))
                        .build()
                        .plan()
                        .spec()
                        .vault()
                        .name())
                .isEqualTo("theirs"));
  }

  @Test
  void aSpecificationThatNamesAnotherVaultThanTheGivenIsRefused() {
    PatroniCluster.Builder cluster =
        PatroniCluster.Builder.create(new TerraformStack(new App(), "test"), "pgpatroni")
            .spec(Prod.with(prod -> prod.vault(vault -> vault.name("ours"))))
            .vault(Vault.fromAttributes("/vaults/theirs", "theirs"));

    Assertions.assertThatIllegalArgumentException()
        .isThrownBy(cluster::build)
        .withMessageContaining("given is theirs")
        .withMessageContaining("in ours");
  }
}
