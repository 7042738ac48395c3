package dev.azurepatroni.constructs.backup;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.hashicorp.cdktf.TerraformStack;
import com.hashicorp.cdktf.providers.azurerm.provider.AzurermProvider;
import com.hashicorp.cdktf.providers.azurerm.provider.AzurermProviderFeatures;
import com.hashicorp.cdktf.providers.azurerm.provider.AzurermProviderFeaturesStorage;
import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.cluster.PatroniCluster;
import dev.azurepatroni.constructs.network.Subnet;
import dev.azurepatroni.constructs.secrets.HostIdentity;
import dev.azurepatroni.constructs.synth.Prod;
import dev.azurepatroni.constructs.synth.Synth;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupStoreTest {
  private static final String ACCOUNT = "azurerm_storage_account";
  private static final String ROLE = "azurerm_role_assignment";
  private static final AzureLocation LOCATION = new AzureLocation("shop-rg", "westeurope");
  private static final String CONTAINER =
      "/subscriptions/6b3a1d52-9c07-4f5e-8f0e-2d1c4a7b9e30/resourceGroups/shared-rg/providers"
          + "/Microsoft.Storage/storageAccounts/sharedbak/blobServices/default/containers/orders";

  @Test
  void theAccountIsOpenToTheHostsSubnetAndToRolesAlone() {
    assertThat(Prod.SYNTH)
        .hasExactly(ACCOUNT, "pgpatroni")
        .resource(ACCOUNT, "pgpatroni")
        .has("name", "pgpatronibak")
        .has("account_kind", "StorageV2")
        .has("account_replication_type", "ZRS")
        .has("min_tls_version", "TLS1_2")
        .has("https_traffic_only_enabled", true)
        .has("shared_access_key_enabled", false)
        .has("local_user_enabled", false)
        .has("allow_nested_items_to_be_public", false)
        .has("network_rules.default_action", "Deny")
        .hasNo("network_rules.ip_rules")
        .refers("network_rules.virtual_network_subnet_ids", "azurerm_subnet.pgpatroni-db");
  }

  @Test
  void whatIsDeletedIsKeptForTheRetentionAndAWeek() {
    Synth synth = Prod.synthWith(prod -> prod.backup(backup -> backup.retentionDays(30)));

    assertThat(synth)
        .resource(ACCOUNT, "pgpatroni")
        .has("blob_properties.versioning_enabled", true)
        .has("blob_properties.delete_retention_policy.days", 37)
        .has("blob_properties.container_delete_retention_policy.days", 37);
    assertThat(synth)
        .resource("azurerm_storage_management_policy", "pgpatroni")
        .has("rule.actions.version.delete_after_days_since_creation", 37)
        .refers("storage_account_id", "azurerm_storage_account.pgpatroni");
  }

  @Test
  void terraformDestroysNeitherTheAccountNorTheContainer() {
    assertThat(Prod.SYNTH).resource(ACCOUNT, "pgpatroni").has("lifecycle.prevent_destroy", true);
    assertThat(Prod.SYNTH)
        .resource("azurerm_storage_container", "pgpatroni")
        .has("name", "backup")
        .has("container_access_type", "private")
        .has("lifecycle.prevent_destroy", true)
        .hasNo("storage_account_name")
        .refers("storage_account_id", "azurerm_storage_account.pgpatroni");
  }

  @Test
  void anotherAccountNameIsTheSameResourceSoThatTerraformRefusesToReplaceIt() {
    assertThat(Prod.synthWith(prod -> prod.backup(b -> b.storage(s -> s.name("otherbak")))))
        .hasExactly(ACCOUNT, "pgpatroni")
        .resource(ACCOUNT, "pgpatroni")
        .has("name", "otherbak");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pgpatroni-1", "pgpatroni-2"})
  void databaseHostsWriteToTheContainerAndStartOnceTheyMay(String host) {
    String grant = host + "-writes-pgpatronibak-backup";

    assertThat(Prod.SYNTH)
        .resource(ROLE, grant)
        .has("role_definition_name", "Storage Blob Data Contributor")
        .has("principal_type", "ServicePrincipal")
        .refers("scope", "azurerm_storage_container.pgpatroni")
        .refers("principal_id", "azurerm_user_assigned_identity." + host);
    assertThat(Prod.SYNTH)
        .resource("azurerm_linux_virtual_machine", host)
        .waitsFor(ROLE + "." + grant);
  }

  @Test
  void noOtherHostMayUseTheContainer() {
    Assertions.assertThat(Prod.SYNTH.resources(ROLE))
        .filteredOn(role -> role.text("role_definition_name").startsWith("Storage"))
        .hasSize(2);
  }

  @Test
  void azurermLeavesTheAccountsDataAlone() {
    Synth synth =
        Synth.of(
            stack -> {
              store(stack).build();
              ClusterBackupStore.Builder.create(stack, "second store")
                  .location(LOCATION)
                  .name("second")
                  .accountName("secondbak")
                  .subnet(Subnet.fromId("/subnets/shop"))
                  .build();
              AzurermProvider.Builder.create(stack, "second")
                  .alias("second")
                  .features(
                      List.of(
                          AzurermProviderFeatures.builder()
                              .storage(
                                  List.of(
                                      AzurermProviderFeaturesStorage.builder()
                                          .dataPlaneAvailable(true)
                                          .build()))
                              .build()))
                  .build();
            });

    Assertions.assertThat(synth.json().at("/provider/azurerm"))
        .hasSize(2)
        .allSatisfy(
            provider -> {
              Assertions.assertThat(provider.at("/storage_use_azuread").asBoolean()).isTrue();
              Assertions.assertThat(provider.at("/features/0/storage"))
                  .hasToString("[{\"data_plane_available\":false}]");
            });
  }

  @Test
  void aStoreWorksAloneAndAHostMayReadIt() {
    Synth synth =
        Synth.of(
            stack -> {
              BackupStore store = store(stack).containerName("archive").replication("GZRS").build();
              HostIdentity reader =
                  HostIdentity.Builder.create(stack, "identity")
                      .location(LOCATION)
                      .name("reader")
                      .build();
              store.grantRead(reader);
            });

    assertThat(synth)
        .resource(ROLE, "reader-reads-shopbak-archive")
        .has("role_definition_name", "Storage Blob Data Reader")
        .refers("scope", "azurerm_storage_container.shop");
    assertThat(synth).resource(ACCOUNT, "shop").has("account_replication_type", "GZRS");
    Assertions.assertThat(synth.json().at("/terraform/required_providers/azurerm/version").asText())
        .isEqualTo(">= 4.75.0, <= 4.81.0");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 359, 100_000})
  void aRetentionThatAzureCannotKeepIsRefused(int days) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Synth.of(stack -> store(stack).retentionDays(days).build()))
        .withMessage("retentionDays is %d; Azure allows 2 to 358".formatted(days));
  }

  @Test
  void anExistingContainerOfAStackFileIsLeftAsItIs() {
    Synth synth =
        Prod.synthWith(prod -> prod.backup(b -> b.storage(s -> s.containerId(CONTAINER))));

    assertThat(synth)
        .hasNo(ACCOUNT)
        .hasNo("azurerm_storage_container")
        .hasNo("azurerm_storage_management_policy")
        .hasExactly("azurerm_monitor_diagnostic_setting", "pgpatroni-vault-audit")
        .resource(ROLE, "pgpatroni-1-writes-sharedbak-orders")
        .has("scope", CONTAINER);
  }

  @Test
  void aClusterUsesTheStoreThatItIsGiven() {
    Synth synth = given(BackupStore.fromAttributes("${data.a.b.id}", "sharedbak", "orders"));

    assertThat(synth)
        .hasNo(ACCOUNT)
        .resource(ROLE, "pgpatroni-2-writes-sharedbak-orders")
        .has("scope", "${data.a.b.id}");
  }

  private static Synth given(BackupStore store) {
    return Synth.of(
        stack -> {
          PatroniCluster cluster = cluster(stack, Prod.spec(), store);
          Assertions.assertThat(cluster.backupStore()).contains(store);
          Assertions.assertThat(cluster.plan().backup().orElseThrow().account())
              .isEqualTo(store.accountName());
        });
  }

  @Test
  void aStoreOtherThanTheSpecificationsIsRefused() {
    BackupStore store = BackupStore.fromAttributes("${data.a.b.id}", "sharedbak", "orders");
    ClusterSpec other = Prod.with(prod -> prod.backup(b -> b.storage(s -> s.name("otherbak"))));
    ClusterSpec none = Prod.with(prod -> prod.backup(backup -> backup.enabled(false)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Synth.of(stack -> cluster(stack, other, store)))
        .withMessageContaining("sharedbak/orders")
        .withMessageContaining("the hosts would use otherbak/backup");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Synth.of(stack -> cluster(stack, none, store)))
        .withMessageContaining("none, because backup.enabled is false");
  }

  @Test
  void withoutBackupThereIsNoStore() {
    Synth synth = Prod.synthWith(prod -> prod.backup(backup -> backup.enabled(false)));

    assertThat(synth)
        .hasNo(ACCOUNT)
        .hasNo("azurerm_storage_container")
        .hasNo("azurerm_storage_management_policy");
    Assertions.assertThat(
            synth.json().at("/provider/azurerm/0/storage_use_azuread").isMissingNode())
        .isTrue();
  }

  @Test
  void whatTheClusterCreatesIsNotForgotten() {
    Assertions.assertThat(forgotten(Prod.SYNTH)).isEmpty();
  }

  @Test
  void withoutBackupTerraformForgetsTheStoreAndItsKeyInsteadOfDestroyingThem() {
    Synth synth = Prod.synthWith(prod -> prod.backup(backup -> backup.enabled(false)));

    Assertions.assertThat(forgotten(synth)).containsExactly(forgottenOf("pgpatroni"));
    Assertions.assertThat(synth.json().path("removed"))
        .allSatisfy(
            block ->
                Assertions.assertThat(block.path("lifecycle")).hasToString("{\"destroy\":false}"));
  }

  @Test
  void withoutEncryptionTerraformForgetsTheKeyAlone() {
    Synth synth = Prod.synthWith(prod -> prod.backup(backup -> backup.encryption(false)));

    Assertions.assertThat(forgotten(synth)).containsExactly(forgottenOf("pgpatroni")[3]);
  }

  @Test
  void withAnotherStoreTerraformForgetsTheClustersOwnAndKeepsTheKey() {
    String[] store = Arrays.copyOf(forgottenOf("pgpatroni"), 3);

    Assertions.assertThat(
            forgotten(
                Prod.synthWith(prod -> prod.backup(b -> b.storage(s -> s.containerId(CONTAINER))))))
        .containsExactly(store);
    Assertions.assertThat(
            forgotten(given(BackupStore.fromAttributes("${data.a.b.id}", "sharedbak", "orders"))))
        .containsExactly(store);
  }

  @Test
  void aGivenStoreOfTheClustersNameIsTheSameInTerraformAndNotForgotten() {
    Synth synth =
        Synth.of(stack -> cluster(stack, Prod.spec(), store(stack).name("pgpatroni").build()));

    assertThat(synth).hasExactly(ACCOUNT, "pgpatroni");
    Assertions.assertThat(forgotten(synth)).isEmpty();
  }

  @Test
  void twoClustersOfAStackForgetWhatEachHad() {
    ClusterSpec none = Prod.with(prod -> prod.backup(backup -> backup.enabled(false)));
    ClusterSpec other =
        Prod.with(prod -> prod.name("second").backup(backup -> backup.enabled(false)));
    Synth synth =
        Synth.of(
            stack -> {
              PatroniCluster.Builder.create(stack, "first").spec(none).build();
              PatroniCluster.Builder.create(stack, "second").spec(other).build();
            });

    Assertions.assertThat(forgotten(synth))
        .containsExactly(
            Stream.of("pgpatroni", "second")
                .flatMap(cluster -> Stream.of(forgottenOf(cluster)))
                .toArray(String[]::new));
  }

  private static String[] forgottenOf(String cluster) {
    return new String[] {
      "azurerm_storage_account." + cluster,
      "azurerm_storage_container." + cluster,
      "azurerm_storage_management_policy." + cluster,
      "azurerm_key_vault_secret." + cluster + "-backup-cipher-password"
    };
  }

  private static List<String> forgotten(Synth synth) {
    return synth.json().path("removed").findValuesAsText("from");
  }

  private static PatroniCluster cluster(TerraformStack stack, ClusterSpec spec, BackupStore store) {
    return PatroniCluster.Builder.create(stack, "pgpatroni").spec(spec).backupStore(store).build();
  }

  private static ClusterBackupStore.Builder store(TerraformStack stack) {
    return ClusterBackupStore.Builder.create(stack, "store")
        .location(LOCATION)
        .name("shop")
        .accountName("shopbak")
        .subnet(Subnet.fromId("/subnets/shop"));
  }
}
