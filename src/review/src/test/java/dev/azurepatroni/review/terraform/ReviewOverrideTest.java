package dev.azurepatroni.review.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.review.Scenario;
import org.junit.jupiter.api.Test;

class ReviewOverrideTest {
  private static final JsonNode STACK = Scenario.stack("base").json();

  @Test
  void liftsPreventDestroy() {
    JsonNode override = ReviewOverride.overDeployed(STACK);

    assertThat(override.at("/resource/azurerm_managed_disk")).hasSize(4);
    assertThat(override.at("/resource/azurerm_managed_disk/pgpatroni-1-data/lifecycle").toString())
        .isEqualTo("{\"prevent_destroy\":false}");
    assertThat(override.has("terraform")).as("a backend of its own").isFalse();
  }

  @Test
  void ignoresTheIdentityThatPlans() {
    JsonNode roles = ReviewOverride.overDeployed(STACK).at("/resource/azurerm_role_assignment");

    assertThat(roles.toString())
        .isEqualTo(
            "{\"pgpatroni-kv-deployer\":{\"lifecycle\":{\"ignore_changes\":[\"principal_id\"]}}}");
  }

  @Test
  void usesALocalStateAndDoesNotWaitOverTheEmulator() {
    JsonNode override = ReviewOverride.overEmulator(STACK);

    assertThat(override.at("/terraform/backend/local/path").asText())
        .isEqualTo("terraform.tfstate");
    assertThat(override.at("/resource/terraform_data").toString()).doesNotContain("sleep");
    assertThat(STACK.at("/resource/terraform_data").toString()).contains("sleep");
  }
}
