package dev.azurepatroni.app;

import com.hashicorp.cdktf.Annotations;
import com.hashicorp.cdktf.AzurermBackend;
import com.hashicorp.cdktf.LocalBackend;
import com.hashicorp.cdktf.TerraformStack;
import com.hashicorp.cdktf.providers.azurerm.provider.AzurermProvider;
import com.hashicorp.cdktf.providers.azurerm.provider.AzurermProviderFeatures;
import com.hashicorp.cdktf.providers.azurerm.provider.AzurermProviderFeaturesKeyVault;
import com.hashicorp.cdktf.providers.random_provider.provider.RandomProvider;
import com.hashicorp.cdktf.providers.tls.provider.TlsProvider;
import dev.azurepatroni.constructs.cluster.PatroniCluster;
import java.util.List;
import software.constructs.Construct;

/**
 * A stack file as a Terraform stack: providers, state, the cluster, and what it tells its owner.
 */
final class ClusterStack extends TerraformStack {
  /** From cdktf.out/stacks/NAME, where Terraform runs, back to the checkout. */
  private static final String LOCAL_STATE = "../../../terraform.%s.tfstate";

  ClusterStack(Construct scope, LoadedStack stack) {
    super(scope, stack.name());
    providers(stack.config().subscription());
    state(stack);
    String id = stack.config().cluster().name();
    PatroniCluster cluster =
        PatroniCluster.Builder.create(this, id).rendered(stack.hosts()).build();
    Annotations.of(cluster).addInfo(Report.of(stack.plan()));
    ClusterOutputs.of(this, cluster);
    StateSpec state = stack.config().state();
    if (state.backend() == Backend.AZURERM) {
      // The state contains keys: its readers are logged, too.
      cluster
          .monitoring()
          .ifPresent(monitor -> monitor.auditBlobs(state.resourceGroup(), state.storageAccount()));
    }
  }

  /** Without a subscription Terraform takes it from the environment, as it does the credentials. */
  private void providers(String subscription) {
    AzurermProvider.Builder azurerm =
        AzurermProvider.Builder.create(this, "azurerm")
            .features(
                List.of(
                    AzurermProviderFeatures.builder()
                        .keyVault(
                            List.of(
                                AzurermProviderFeaturesKeyVault.builder()
                                    // With purge protection on, purging could only fail.
                                    .purgeSoftDeleteOnDestroy(false)
                                    .recoverSoftDeletedKeyVaults(true)
                                    .build()))
                        .build()))
            .storageUseAzuread(true)
            // Otherwise a plan registers dozens that the stack does not use.
            .resourceProviderRegistrations("none");
    if (!subscription.isEmpty()) {
      azurerm.subscriptionId(subscription);
    }
    // The next apply then replaces what a failed or interrupted one has begun; the bindings are
    // older than this.
    azurerm
        .build()
        .addOverride("features.0.persist_id_on_create_before_polling_for_completion", true);
    RandomProvider.Builder.create(this, "random").build();
    TlsProvider.Builder.create(this, "tls").build();
  }

  private void state(LoadedStack stack) {
    StateSpec state = stack.config().state();
    String blob = state.key().isEmpty() ? stack.name() + ".tfstate" : state.key();
    switch (state.backend()) {
      case LOCAL ->
          LocalBackend.Builder.create(this).path(LOCAL_STATE.formatted(stack.name())).build();
      case AZURERM ->
          AzurermBackend.Builder.create(this)
              .resourceGroupName(state.resourceGroup())
              .storageAccountName(state.storageAccount())
              .containerName(state.container())
              .key(blob)
              .useAzureadAuth(true)
              .build();
    }
  }
}
