package dev.azurepatroni.emulator.terraform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.emulator.inventory.StoredResource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A failure of Azure or azurerm, as docs/reference/emulator-failures.md lists it.
 *
 * @param title names it
 * @param faults the arguments of {@code --fault}
 * @param config what is applied
 * @param deployed whether {@code small.tf.json} was deployed before
 * @param answers what the first apply prints
 * @param before what happens before the next apply
 * @param next what the next apply prints; empty if there is none before the fix
 * @param fix what helps, as the page says it
 * @param recovery carries the fix out
 * @param source of the answer, as the page says it
 */
record Failure(
    String title,
    List<String> faults,
    ObjectNode config,
    boolean deployed,
    List<String> answers,
    Consumer<Terraform> before,
    List<String> next,
    String fix,
    Consumer<Terraform> recovery,
    String source) {

  private static final String COMPUTE = "`internal/services/compute/";
  private static final String MACHINE = "azurerm_linux_virtual_machine";
  private static final String AGAIN = "apply again";

  @Override
  public String toString() {
    return title;
  }

  /** All of them. */
  static Stream<Failure> all() {
    return Stream.of(creations(), machines(), networks(), vaults(), storage(), zones())
        .flatMap(all -> all);
  }

  private static Stream<Failure> creations() {
    return Stream.of(
        first("Azure refuses a creation", "create:azurerm_network_interface/first:fails=1")
            .printing("unexpected status 500 (500 Internal Server Error)")
            .then(AGAIN, terraform -> {})
            .source(
                "`internal/services/network/network_interface_resource.go`: `SetId` comes after the request, in every type"),
        first("Azure begins a creation, which fails", "create:azurerm_public_ip:fails-late=1")
            .printing(
                "polling after CreateOrUpdate: polling failed: the Azure API returned the following error:")
            .next(
                "a resource with the ID",
                "already exists - to be managed via Terraform this resource needs to be imported into the State.")
            .then(
                "delete it in Azure, or import it; apply",
                terraform -> delete(terraform, "azurerm_public_ip", "outside"))
            .source(
                "`CreateOrUpdateThenPoll` comes before `SetId` in every type; `helpers/tf/errors.go`"),
        first(
                "Azure creates a resource, and the read after it fails",
                "create:azurerm_lb:tainted=1")
            .printing("retrieving Load Balancer \"lb\": performing Get: unexpected status 500")
            .then(AGAIN + ": Terraform replaces the tainted resource", terraform -> {})
            .source(
                "`internal/services/loadbalancer/lb_resource.go`: `SetId` comes before the read, in every type"),
        first(
                "A role assignment is created, and azurerm does not see it",
                "create:azurerm_role_assignment:fails-late=1")
            .printing("polling after CreateOrUpdate: polling failed")
            .next(
                "unexpected status 409 (409 Conflict) with error: RoleAssignmentExists: The role assignment already exists.")
            .then(
                "delete the assignment in Azure; apply",
                terraform ->
                    terraform.inventory().ofType("azurerm_role_assignment").stream()
                        .map(StoredResource::id)
                        .forEach(terraform.inventory()::remove))
            .source(
                "azurerm generates the name: `internal/services/authorization/role_assignment_resource.go`; azurerm #28557"));
  }

  private static Stream<Failure> machines() {
    return Stream.of(
        first("A zone has no capacity for a VM", "create:" + MACHINE + "/vm:no-capacity=1")
            .printing(
                "Status: \"ZonalAllocationFailed\"",
                "We do not have sufficient capacity for the requested VM size in this zone.")
            .next("a resource with the ID", "virtualMachines/vm\" already exists")
            .then(
                "delete the VM and its OS disk in Azure; apply",
                terraform -> {
                  delete(terraform, MACHINE, "vm");
                  delete(terraform, "azurerm_managed_disk", "vm-os");
                })
            .source(
                COMPUTE
                    + "linux_virtual_machine_resource.go`; cloudfoundry/bosh-azure-cpi-release #443"),
        first("A failed VM leaves its OS disk", "create:" + MACHINE + "/vm:fails-late=1")
            .printing("polling after CreateOrUpdate: polling failed")
            .between(terraform -> delete(terraform, MACHINE, "vm"))
            .next(
                "unexpected status 409 (409 Conflict) with error: ConflictingUserInput: Disk vm-os already exists in"
                    + " resource group SMALL-RG. Only CreateOption.Attach is supported.")
            .then(
                "delete the OS disk too; apply",
                terraform -> delete(terraform, "azurerm_managed_disk", "vm-os"))
            .source("azurerm #15513, #23038"),
        first("A zone has no capacity for a disk", "create:azurerm_managed_disk/data:no-capacity=1")
            .printing(
                "unexpected status 409 (409 Conflict) with error: SkuNotAvailable: The requested size for resource")
            .then(AGAIN + " later, or with another zone", terraform -> {})
            .source(
                "Azure-Samples/azuresandbox #654 has the answer for a VM size; we found none for a disk"),
        first(
                "Two writes to one VM at the same time",
                "create:azurerm_virtual_machine_data_disk_attachment:slow=3s",
                "create:azurerm_virtual_machine_extension:throttled=5")
            .printing(
                "unexpected status 409 (409 Conflict) with error: ConflictingConcurrentWriteNotAllowed: The operation was"
                    + " interrupted by a conflicting concurrent write on the same entity. Please retry later.")
            .then(AGAIN + "; `depends_on` prevents it", terraform -> {})
            .source(
                "attachments lock the VM, extensions do not: "
                    + COMPUTE
                    + "virtual_machine_extension_resource.go`; Azure-Samples/azuresandbox #553"));
  }

  private static Stream<Failure> networks() {
    return Stream.of(
        first(
                "A load balancer is created while Azure updates its subnet",
                "create:azurerm_subnet_network_security_group_association:slow=3s",
                "create:azurerm_lb:throttled=5")
            .printing("Status: \"RetryableError\"", "ReferencedResourceNotProvisioned")
            .next("a resource with the ID", "loadBalancers/lb\" already exists")
            .then(
                "delete the load balancer in Azure; apply; `depends_on` prevents it",
                terraform -> delete(terraform, "azurerm_lb", "lb"))
            .source(
                "`internal/services/loadbalancer/lb_resource.go` locks nothing; azurerm #30197"),
        first(
                "A subnet gets its security group, and azurerm does not see it",
                "create:azurerm_subnet_network_security_group_association:fails-late=1")
            .printing("polling after CreateOrUpdate: polling failed")
            .next("an association between", "this association needs to be imported into the State.")
            .then(
                "import it by the subnet's id; apply",
                terraform ->
                    terraform.importing(
                        Map.of(
                            "azurerm_subnet_network_security_group_association.db",
                            terraform.inventory().ofType("azurerm_subnet").get(0).id())))
            .source("`ImportAsExistsAssociationError` in `helpers/tf/errors.go`"));
  }

  private static Stream<Failure> vaults() {
    return Stream.of(
        first(
                "A vault is recovered from soft deletion, with its secrets",
                "create:azurerm_key_vault/vault:recovered")
            .printing("a resource with the ID \"https://vault.vault.azure.net/secrets/secret/")
            .then(
                "delete the secrets in Azure; apply: azurerm recovers and overwrites them",
                terraform ->
                    terraform.inventory().ofType("azurerm_key_vault_secret").stream()
                        .map(StoredResource::id)
                        .forEach(terraform.inventory()::remove))
            .source(
                "`internal/services/keyvault/key_vault_resource.go`, `key_vault_secret_resource.go`"),
        first("A role has not taken effect yet", "create:azurerm_role_assignment:propagates=60s")
            .printing("unexpected status 403 (403 Forbidden)", "ForbiddenByRbac")
            .then("apply again after some minutes", terraform -> {})
            .source(
                "`key_vault_secret_resource.go` reads first and does not repeat a 403; Microsoft: up to 10 minutes"));
  }

  private static Stream<Failure> storage() {
    return Stream.of(
        first(
                "Somebody else, or an account that was just deleted, has a storage account's name",
                "create:azurerm_storage_account:taken=1")
            .printing(
                "unexpected status 409 (409 Conflict) with error: StorageAccountAlreadyTaken: The storage account named"
                    + " smallstore is already taken.")
            .then(
                "after a deletion apply again some minutes later; otherwise set another name",
                terraform -> {})
            .source(
                "Azure's name is unique in all of Azure: terraform #11485; a deleted account's name: terraform #6702"));
  }

  private static Stream<Failure> zones() {
    ObjectNode detached = SmallStack.read().json();
    ((ObjectNode) detached.path("resource")).remove("azurerm_virtual_machine_data_disk_attachment");
    return Stream.of(
        new Builder("A disk is detached from a VM in a zone that is down", List.of("zone:1:down"))
            .after(detached)
            .printing("context deadline exceeded")
            .then("wait for the zone; apply", terraform -> {})
            .source(
                COMPUTE
                    + "virtual_machine_data_disk_attachment_resource.go` writes the VM, with a time-out of 30 minutes (here it"
                    + " ends at once); Azure does not document its answer"));
  }

  private static void delete(Terraform terraform, String type, String name) {
    terraform.inventory().ofType(type).stream()
        .filter(resource -> resource.name().equals(name))
        .map(StoredResource::id)
        .forEach(terraform.inventory()::remove);
  }

  private static Builder first(String title, String... faults) {
    return new Builder(title, List.of(faults));
  }

  /** Collects a failure's parts. */
  private static final class Builder {
    private final String title;
    private final List<String> faults;
    private ObjectNode config = SmallStack.read().json();
    private boolean deployed;
    private List<String> answers = List.of();
    private Consumer<Terraform> before = terraform -> {};
    private List<String> next = List.of();
    private String fix = "";
    private Consumer<Terraform> recovery = terraform -> {};

    private Builder(String title, List<String> faults) {
      this.title = title;
      this.faults = faults;
    }

    private Builder after(ObjectNode change) {
      config = change;
      deployed = true;
      return this;
    }

    private Builder printing(String... words) {
      answers = List.of(words);
      return this;
    }

    private Builder between(Consumer<Terraform> change) {
      before = change;
      return this;
    }

    private Builder next(String... words) {
      next = List.of(words);
      return this;
    }

    private Builder then(String words, Consumer<Terraform> change) {
      fix = words;
      recovery = change;
      return this;
    }

    private Failure source(String text) {
      return new Failure(
          title, faults, config, deployed, answers, before, next, fix, recovery, text);
    }
  }
}
