package dev.azurepatroni.emulator.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.emulator.DocumentedTable;
import dev.azurepatroni.emulator.inventory.StoredResource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every failure ends, by its fix, in an empty plan with nothing lost and nothing made twice;
 * docs/reference/emulator-failures.md lists them, and {@code -Dgolden.update=true} writes the list.
 */
class FailuresTest {
  private static final Path PAGE = Path.of("../../docs/reference/emulator-failures.md");
  private static final String BEGIN = "<!-- Failures, by FailuresTest -->\n";
  private static final String WRITTEN = "azurerm_key_vault_secret.written";

  @TempDir static Path complete;
  private static final Map<ObjectNode, Set<String>> EXPECTED = new HashMap<>();

  private static Set<String> ids(Terraform terraform) {
    return terraform.inventory().all().stream().map(StoredResource::id).collect(Collectors.toSet());
  }

  /** Returns the resources of a deployment without failures. */
  private static Set<String> expected(ObjectNode config) {
    return EXPECTED.computeIfAbsent(
        config,
        json -> {
          Path folder = complete.resolve(String.valueOf(EXPECTED.size()));
          try (Terraform terraform = Terraform.in(folder).configure(json)) {
            terraform.init();
            terraform.apply().succeeded();
            return ids(terraform);
          }
        });
  }

  static Stream<Failure> failures() {
    return Failure.all();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void endsInAnEmptyPlan(Failure failure, @TempDir Path folder) {
    if (failure.deployed()) {
      try (Terraform terraform = Terraform.in(folder).configure(SmallStack.read().json())) {
        terraform.init();
        terraform.apply().succeeded();
      }
    }
    try (Terraform terraform =
        Terraform.in(folder, failure.faults().toArray(String[]::new)).configure(failure.config())) {
      terraform.init();
      assertThat(terraform.apply().failed().flat()).contains(failure.answers());
      failure.before().accept(terraform);
      if (!failure.next().isEmpty()) {
        assertThat(terraform.apply().failed().flat()).contains(failure.next());
      }
      failure.recovery().accept(terraform);
    }
    try (Terraform terraform = Terraform.in(folder)) {
      terraform.apply().succeeded();
      terraform.hasNothingToDo();
      assertThat(ids(terraform)).isEqualTo(expected(failure.config()));
    }
  }

  /** azurerm does not set {@code d.Partial}: the state has the version that Azure refused. */
  @Test
  void aFailedUpdateOfAWriteOnlySecretIsNotRepeated(@TempDir Path folder) {
    try (Terraform terraform =
        Terraform.in(folder, "update:azurerm_key_vault_secret/written:fails=1")
            .configure(withVersion(1))) {
      terraform.init();
      terraform.apply().succeeded();
      terraform.configure(withVersion(2)).apply().failed();

      terraform.hasNothingToDo();
      assertThat(stored(terraform)).isEqualTo("value 1");

      terraform.configure(withVersion(3)).apply().succeeded();
      assertThat(stored(terraform)).isEqualTo("value 3");
    }
  }

  private static ObjectNode withVersion(int version) {
    return SmallStack.read()
        .with(
            WRITTEN,
            "{'name': 'written', 'value': null, 'value_wo': 'value %d', 'value_wo_version': %d}"
                .formatted(version, version))
        .json();
  }

  private static String stored(Terraform terraform) {
    return terraform.inventory().ofType("azurerm_key_vault_secret").stream()
        .filter(secret -> secret.name().equals("written"))
        .map(secret -> secret.sensitive().get("value"))
        .findFirst()
        .orElse("");
  }

  /** An import reads the value into the state; the next apply writes a new version. */
  @Test
  void anImportOfAWriteOnlySecretReadsItsValue(@TempDir Path folder) {
    try (Terraform terraform = Terraform.in(folder).configure(withVersion(1))) {
      terraform.init();
      terraform.apply().succeeded();
      String id =
          terraform.inventory().ofType("azurerm_key_vault_secret").stream()
              .filter(secret -> secret.name().equals("written"))
              .findFirst()
              .orElseThrow()
              .id();
      terraform.run("state", "rm", WRITTEN).succeeded();
      terraform.run("import", "-no-color", WRITTEN, id).succeeded();

      assertThat(terraform.state().toString()).contains("value 1");
      assertThat(terraform.plan().lines())
          .containsExactly("update " + WRITTEN + ": value, value_wo_version");
    }
  }

  /** azurerm 4 asks an account's queue service at every read, unless a feature forbids it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "false | false | Allow | KeyBasedAuthenticationNotPermitted: Key based authentication is not permitted",
        "true | false | Allow | AuthorizationPermissionMismatch: This request is not authorized",
        "false | true | Deny | AuthorizationFailure: This request is not authorized",
        "false | true | Allow | ''"
      })
  void anAccountIsReadThroughItsDataPlane(
      boolean azureAd, boolean keys, String rules, String answer, @TempDir Path folder) {
    ObjectNode config =
        SmallStack.read()
            .with(
                "azurerm_storage_account.store",
                "{'shared_access_key_enabled': %b, 'network_rules': {'default_action': '%s'}}"
                    .formatted(keys, rules))
            .json();
    config
        .withObject("/provider/azurerm")
        .put("storage_use_azuread", azureAd)
        .withObject("/features/storage")
        .put("data_plane_available", true);
    String target = "-target=azurerm_storage_account.store";
    try (Terraform terraform = Terraform.in(folder).configure(config)) {
      terraform.init();
      Terraform.Run apply =
          terraform.run("apply", "-no-color", "-input=false", "-auto-approve", target);
      if (answer.isEmpty()) {
        apply.succeeded();
      } else {
        assertThat(apply.failed().flat()).contains("retrieving queue properties", answer);
        // The account exists, tainted; with the feature, the next apply replaces it.
        config.withObject("/provider/azurerm/features/storage").put("data_plane_available", false);
        terraform.configure(config).apply().succeeded();
        terraform.hasNothingToDo();
      }
    }
  }

  @Test
  void thePageListsEveryFailure() throws IOException {
    String table =
        Stream.concat(failures().map(FailuresTest::row), others())
            .collect(
                Collectors.joining(
                    "",
                    """
                    | failure | `--fault` | the apply answers | the next apply answers | what helps | source | test |
                    |---|---|---|---|---|---|---|
                    """,
                    ""));
    DocumentedTable.compare(PAGE, BEGIN, table);
  }

  private static String row(Failure failure) {
    return row(
        failure.title(),
        failure.faults().stream()
            .map(fault -> "`" + fault + "`")
            .collect(Collectors.joining(" and ")),
        quoted(failure.answers()),
        quoted(failure.next()),
        failure.fix(),
        failure.source(),
        "`endsInAnEmptyPlan`");
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String quoted(List<String> words) {
    return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(" … "));
  }

  private static Stream<String> others() {
    return Stream.of(
        row(
            "Ctrl-C while Azure creates a resource",
            "`create:azurerm_lb:slow=20s`",
            "`polling after CreateOrUpdate: context canceled`",
            "`a resource with the ID` … `already exists`",
            "import it; apply",
            "Terraform cancels the context of the polling; azurerm #32230",
            "`InterruptedCreationsTest`"),
        row(
            "Every type's creation: refused, failed late, or tainted",
            "`create:TYPE:KIND=1` for each type",
            "by kind, as above",
            "by kind, as above",
            "import or delete; apply",
            "`CreateOrUpdateThenPoll`, `SetId`, the read: their order in every type, and `helpers/tf/errors.go`",
            "`InterruptedCreationsTest`"),
        row(
            "Azure throttles",
            "`create:azurerm_virtual_network:throttled=3`",
            "nothing: azurerm waits and repeats the request",
            "",
            "nothing to do",
            "hashicorp/go-azure-sdk, `sdk/client/client.go`: 429 is always repeated, after `Retry-After`",
            "`ApiFaultsTest`"),
        row(
            "Azure refuses an update",
            "`update:azurerm_managed_disk:fails=1`",
            "`unexpected status 500`",
            "",
            "apply again: the refresh reads what Azure has, and the plan has the update again",
            "terraform-plugin-sdk keeps the planned values without `d.Partial`: `helper/schema/resource.go`",
            "`ApiFaultsTest`"),
        row(
            "Azure refuses a deletion",
            "`delete:azurerm_network_interface:fails=1`",
            "`unexpected status 500`",
            "",
            "apply again",
            "terraform-plugin-sdk keeps the state of a failed deletion: `helper/schema/resource.go`",
            "`ApiFaultsTest`"),
        row(
            "Azure does not answer a read",
            "`read:azurerm_subnet:fails=1`",
            "`retrieving Subnet` … `unexpected status 500`",
            "",
            "apply again",
            "`internal/services/network/subnet_resource.go` takes only a 404 for a deleted resource",
            "`ApiFaultsTest`"),
        row(
            "azurerm cannot read an account's data plane",
            "none: `shared_access_key_enabled = false`, or network rules, without `features.storage.data_plane_available = false`",
            "`retrieving queue properties` … `KeyBasedAuthenticationNotPermitted`, `AuthorizationPermissionMismatch` or `AuthorizationFailure`",
            "",
            "set the feature; apply: Terraform replaces the tainted account",
            "`resourceStorageAccountFlatten` in `internal/services/storage/storage_account_resource.go`; azurerm #27752, #29984",
            "`anAccountIsReadThroughItsDataPlane`"),
        row(
            "Azure refuses a new version of a secret with `value_wo`",
            "`update:azurerm_key_vault_secret/written:fails=1`",
            "`unexpected status 500`",
            "nothing: the plan is empty, and the vault has the old value",
            "raise `value_wo_version` again; apply",
            "`resourceKeyVaultSecretUpdate` does not set `d.Partial`, and a read keeps `value_wo_version`",
            "`aFailedUpdateOfAWriteOnlySecretIsNotRepeated`"),
        row(
            "A secret with `value_wo` is imported",
            "none",
            "the state has the value in clear text",
            "an update: a new version of the secret",
            "delete the secret in Azure instead of importing it; apply",
            "`resourceKeyVaultSecretRead` drops the value only if the state has `value_wo_version`",
            "`anImportOfAWriteOnlySecretReadsItsValue`"));
  }
}
