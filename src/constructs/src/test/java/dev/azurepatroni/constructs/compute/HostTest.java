package dev.azurepatroni.constructs.compute;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;

import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.cloudinit.CustomData;
import dev.azurepatroni.constructs.network.Subnet;
import dev.azurepatroni.constructs.secrets.HostIdentity;
import dev.azurepatroni.constructs.secrets.VaultSecret;
import dev.azurepatroni.constructs.synth.Prod;
import dev.azurepatroni.constructs.synth.Resource;
import dev.azurepatroni.constructs.synth.ResourceSubject;
import dev.azurepatroni.constructs.synth.Synth;
import dev.azurepatroni.topology.spec.DiskSpecBuilder;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class HostTest {
  private static final String VM = "azurerm_linux_virtual_machine";

  @SuppressWarnings("unused") // read by @FieldSource
  private static final List<String> HOSTS = Prod.HOSTS;

  private static ResourceSubject vm(String host) {
    return assertThat(Prod.SYNTH).resource(VM, host);
  }

  @Test
  void theClusterHasTwoDatabasesTwoPoolersAndAWitness() {
    assertThat(Prod.SYNTH).hasExactly(VM, Prod.HOSTS.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "pgpatroni-1,       1, Standard_D32s_v6,  64, 10.50.1.4",
    "pgpatroni-2,       3, Standard_D32s_v6,  64, 10.50.1.5",
    "pgpatroni-pgb-1,   1, Standard_D16s_v6,  32, 10.50.1.6",
    "pgpatroni-pgb-2,   3, Standard_D16s_v6,  32, 10.50.1.7",
    "pgpatroni-witness, 2, Standard_B2als_v2, 32, 10.50.1.9"
  })
  void hostsHaveTheirZoneSizeDiskAndAddress(
      String host, String zone, String size, int osDiskGb, String address) {
    vm(host)
        .has("name", host)
        .has("computer_name", host)
        .has("zone", zone)
        .has("size", size)
        .has("os_disk.disk_size_gb", osDiskGb);
    assertThat(Prod.SYNTH)
        .resource("azurerm_network_interface", host)
        .has("ip_configuration.private_ip_address", address)
        .has("ip_configuration.private_ip_address_allocation", "Static");
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void networkInterfacesAreAcceleratedInTheSubnetWithoutAPublicAddress(String host) {
    assertThat(Prod.SYNTH)
        .resource("azurerm_network_interface", host)
        .has("accelerated_networking_enabled", true)
        .refers("ip_configuration.subnet_id", "azurerm_subnet.pgpatroni-db")
        .hasNo("ip_configuration.public_ip_address_id");
    vm(host).refers("network_interface_ids", "azurerm_network_interface." + host);
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void theImageIsPinned(String host) {
    vm(host)
        .has(
            "source_image_reference",
            Map.of(
                "publisher", "Debian",
                "offer", "debian-13",
                "sku", "13-gen2",
                "version", "0.20260914.2601"));
  }

  @ParameterizedTest
  @CsvSource({"pgpatroni-1", "pgpatroni-2", "pgpatroni-pgb-1", "pgpatroni-pgb-2"})
  void sizesOfTheSixthGenerationAttachTheirDisksByNvme(String host) {
    vm(host).has("disk_controller_type", "NVMe");
  }

  @Test
  void theWitnessesSizeHasNoNvmeController() {
    vm("pgpatroni-witness").hasNo("disk_controller_type");
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void hostsBootSecurelyAndShowTheirConsole(String host) {
    vm(host)
        .has("secure_boot_enabled", true)
        .has("vtpm_enabled", true)
        .has("boot_diagnostics", Map.of());
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void loginIsByKeyOnly(String host) {
    vm(host)
        .has("admin_username", "azureuser")
        .has("admin_ssh_key.username", "azureuser")
        .has("disable_password_authentication", true)
        .hasNo("admin_password");
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void everyHostHasAnIdentityOfItsOwnAndNoOther(String host) {
    vm(host)
        .has("identity.type", "UserAssigned")
        .refers("identity.identity_ids", "azurerm_user_assigned_identity." + host);
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void whatIsSettledAtCreationReplacesNoHostLater(String host) {
    vm(host)
        .has(
            "lifecycle.ignore_changes",
            List.of("admin_ssh_key", "custom_data", "source_image_reference", "user_data"));
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void theOperatingSystemIsOnPremiumSsd(String host) {
    vm(host)
        .has("os_disk.name", host + "-os")
        .has("os_disk.storage_account_type", "Premium_LRS")
        .has("os_disk.caching", "ReadWrite");
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void hostsWaitForTheirWayOutAndTheirGuard(String host) {
    vm(host)
        .waitsFor(
            "azurerm_subnet_nat_gateway_association.pgpatroni-nat",
            "azurerm_subnet_network_security_group_association.pgpatroni");
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void hostsWaitForEveryRightToReadASecret(String host) {
    String[] assignments =
        Prod.SYNTH.resources("azurerm_role_assignment").stream()
            .map(Resource::address)
            .filter(address -> address.contains("." + host + "-reads-"))
            .toArray(String[]::new);

    Assertions.assertThat(assignments).isNotEmpty();
    vm(host).waitsFor(assignments);
  }

  @Test
  void anotherImageIsTakenAsWritten() {
    assertThat(Prod.synthWith(prod -> prod.image(image -> image.version("0.20270101.1"))))
        .resource(VM, "pgpatroni-1")
        .has("source_image_reference.version", "0.20270101.1");
  }

  @Test
  void aHostAloneHasAnIdentityThatReadsWhatItIsGranted() {
    AzureLocation location = new AzureLocation("group", "westeurope");
    Synth synth =
        Synth.of(
            stack -> {
              HostIdentity identity =
                  HostIdentity.Builder.create(stack, "identity")
                      .location(location)
                      .name("web-1")
                      .build();
              new VaultSecret("token", "/secrets/token").grantRead(identity);
              VirtualMachine.Builder.create(stack, "host")
                  .location(location)
                  .subnet(Subnet.fromId("/subnets/web"))
                  .name("web-1")
                  .zone("2")
                  .address("10.1.0.4")
                  .vmSize("Standard_D2s_v6")
                  .admin(new AdminAccess("operator", List.of("ssh-ed25519 AAAA")))
                  .customData(new CustomData("web-1", "#cloud-config\n"))
                  .identity(identity)
                  .disk(
                      "files",
                      3,
                      DiskSpecBuilder.builder().sizeGb(64).iops(3_000).mbps(125).build())
                  .build();
            });

    assertThat(synth)
        .resource("azurerm_role_assignment", "web-1-reads-token")
        .has("scope", "/secrets/token")
        .has("role_definition_name", "Key Vault Secrets User");
    assertThat(synth)
        .resource(VM, "web-1")
        .has("zone", "2")
        .refers("identity.identity_ids", "azurerm_user_assigned_identity.web-1")
        .waitsFor("azurerm_role_assignment.web-1-reads-token");
    assertThat(synth)
        .resource("azurerm_virtual_machine_data_disk_attachment", "web-1-files")
        .has("lun", 3);
    assertThat(synth).resource("azurerm_managed_disk", "web-1-files").has("disk_size_gb", 64);
  }
}
