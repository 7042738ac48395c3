package dev.azurepatroni.constructs.internal;

import com.hashicorp.cdktf.TerraformStack;
import software.constructs.Construct;

/**
 * The versions of the azurerm provider that the library needs. They are newer than the one the
 * bindings were generated from and pin; docs/decisions/0022 has the comparison of their schemas.
 */
public final class AzurermVersion {
  private static final String RANGE = ">= 4.75.0, <= 4.81.0";

  private AzurermVersion() {}

  /**
   * Requires the versions in a stack.
   *
   * @param scope anywhere in the stack
   */
  public static void require(Construct scope) {
    TerraformStack stack = TerraformStack.of(scope);
    stack.addOverride("terraform.required_providers.azurerm.version", RANGE);
    // The bindings leave the namespace to Terraform's default.
    stack.addOverride("terraform.required_providers.azurerm.source", "hashicorp/azurerm");
  }
}
