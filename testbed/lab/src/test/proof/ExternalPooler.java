import com.hashicorp.cdktf.App;
import com.hashicorp.cdktf.LocalBackend;
import com.hashicorp.cdktf.TerraformStack;
import com.hashicorp.cdktf.providers.azurerm.data_azurerm_client_config.DataAzurermClientConfig;
import com.hashicorp.cdktf.providers.azurerm.provider.AzurermProvider;
import com.hashicorp.cdktf.providers.azurerm.provider.AzurermProviderFeatures;
import com.hashicorp.cdktf.providers.azurerm.subnet.Subnet;
import com.hashicorp.cdktf.providers.tls.private_key.PrivateKey;
import com.hashicorp.cdktf.providers.tls.provider.TlsProvider;
import dev.azurepatroni.app.StackConfig;
import dev.azurepatroni.app.yaml.StackFile;
import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.cluster.PoolerNode;
import dev.azurepatroni.constructs.compute.AdminAccess;
import dev.azurepatroni.constructs.secrets.Vault;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.nio.file.Path;
import java.util.List;

/**
 * The stack of another team, for the proof {@code external_pooler}: a subnet of its own and one
 * pooler for the cluster of a stack file.
 */
final class ExternalPooler {
  private ExternalPooler() {}

  public static void main(String[] arguments) {
    ClusterSpec spec =
        StackFile.read(Path.of(arguments[0]), StackConfig.class).content().orElseThrow().cluster();
    String group = spec.name() + "-rg";
    App app = new App();
    TerraformStack stack = new TerraformStack(app, "shop");
    LocalBackend.Builder.create(stack).path("../../../terraform.shop.tfstate").build();
    AzurermProvider.Builder.create(stack, "azurerm")
        .features(List.of(AzurermProviderFeatures.builder().build()))
        .build();
    TlsProvider.Builder.create(stack, "tls").build();
    DataAzurermClientConfig account = DataAzurermClientConfig.Builder.create(stack, "me").build();
    Subnet subnet =
        Subnet.Builder.create(stack, "subnet")
            .name("shop")
            .resourceGroupName(group)
            .virtualNetworkName(spec.name() + "-vnet")
            .addressPrefixes(List.of("10.50.2.0/28"))
            .serviceEndpoints(List.of("Microsoft.KeyVault"))
            .build();
    String vault =
        "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.KeyVault/vaults/%s"
            .formatted(account.getSubscriptionId(), group, spec.vault().name());
    PrivateKey key = PrivateKey.Builder.create(stack, "key").algorithm("ED25519").build();
    PoolerNode.Builder.create(stack, "pooler")
        .spec(spec)
        .name(spec.poolers().external().keySet().iterator().next())
        .location(new AzureLocation(group, spec.location()))
        .subnet(dev.azurepatroni.constructs.network.Subnet.fromId(subnet.getId()))
        .zone("2")
        .vault(Vault.fromAttributes(vault, spec.vault().name()))
        .admin(new AdminAccess("operator", List.of(key.getPublicKeyOpenssh())))
        .build();
    app.synth();
  }
}
