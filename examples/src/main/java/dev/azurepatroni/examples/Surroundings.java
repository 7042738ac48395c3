package dev.azurepatroni.examples;

import com.hashicorp.cdktf.LocalBackend;
import com.hashicorp.cdktf.TerraformStack;
import com.hashicorp.cdktf.providers.azurerm.provider.AzurermProvider;
import com.hashicorp.cdktf.providers.azurerm.provider.AzurermProviderFeatures;
import com.hashicorp.cdktf.providers.random_provider.provider.RandomProvider;
import com.hashicorp.cdktf.providers.tls.provider.TlsProvider;
import java.util.List;

/** What is the stack's own business: where its state is kept, and the providers. */
final class Surroundings {
  /** From cdktf.out/stacks/NAME, where Terraform runs, back to the project. */
  private static final String STATE = "../../../terraform.%s.tfstate";

  private Surroundings() {}

  static void of(TerraformStack stack) {
    LocalBackend.Builder.create(stack).path(STATE.formatted(stack.getNode().getId())).build();
    AzurermProvider.Builder.create(stack, "azurerm")
        .features(List.of(AzurermProviderFeatures.builder().build()))
        .build();
    RandomProvider.Builder.create(stack, "random").build();
    TlsProvider.Builder.create(stack, "tls").build();
  }
}
