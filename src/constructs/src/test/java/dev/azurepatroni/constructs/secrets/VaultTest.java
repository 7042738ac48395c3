package dev.azurepatroni.constructs.secrets;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;

import com.hashicorp.cdktf.App;
import com.hashicorp.cdktf.TerraformStack;
import dev.azurepatroni.constructs.cluster.PatroniCluster;
import dev.azurepatroni.constructs.synth.Prod;
import dev.azurepatroni.constructs.synth.Resource;
import dev.azurepatroni.constructs.synth.Synth;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

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
  void withNoRangeNamedTheVaultIsGuardedByRolesAlone() {
    assertThat(Prod.SYNTH)
        .resource(VAULT, "pgpatroni-kv")
        .has("network_acls.default_action", "Allow")
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
        .refers("triggers_replace", "azurerm_role_assignment.pgpatroni-kv-deployer")
        .has("provisioner.local-exec.command", "sleep 300");
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
    Synth synth =
        Synth.of(
            stack ->
                PatroniCluster.Builder.create(stack, "pgpatroni")
                    .spec(Prod.spec())
                    .vault(Vault.fromAttributes("/vaults/theirs", "theirs"))
                    .build());

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
