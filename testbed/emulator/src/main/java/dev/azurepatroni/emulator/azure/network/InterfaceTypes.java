package dev.azurepatroni.emulator.azure.network;

import dev.azurepatroni.emulator.azure.engine.Account;
import dev.azurepatroni.emulator.azure.engine.Behaviour;
import dev.azurepatroni.emulator.azure.engine.Cloud;
import dev.azurepatroni.emulator.azure.engine.PathQuery;
import dev.azurepatroni.emulator.azure.engine.Rejection;
import dev.azurepatroni.emulator.azure.engine.WriteRequest;
import dev.azurepatroni.emulator.inventory.StoredResource;
import dev.azurepatroni.emulator.plugin.Diagnostic;
import dev.azurepatroni.emulator.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Network interfaces and their associations. */
public final class InterfaceTypes {

  private static final String BLOCKS = "ip_configuration";
  private static final String NIC = "network_interface_id";

  private InterfaceTypes() {}

  /** The behaviour of each type. */
  public static List<Behaviour> types() {
    return List.of(
        Behaviour.inGroup(
                "azurerm_network_interface",
                "Network Interface",
                "Microsoft.Network/networkInterfaces")
            .replacedBy("edge_zone")
            .locks("id", BLOCKS + ".subnet_id")
            .preset("accelerated_networking_enabled", false)
            .preset("ip_forwarding_enabled", false)
            .preset(BLOCKS + ".private_ip_address_version", "IPv4")
            .computes(BLOCKS + ".private_ip_address", Addresses::assign)
            .computes(
                BLOCKS + ".primary",
                (request, block) ->
                    Value.of(request.planned().at(BLOCKS).items().indexOf(block) == 0))
            .computes("applied_dns_servers", (request, block) -> Value.of(List.of()))
            .computes("mac_address", (request, block) -> Value.of(mac(request.id())))
            .computes(
                "internal_domain_name_suffix",
                (request, block) ->
                    Value.of(
                        Account.guid(request.id()).substring(0, 24).replace("-", "")
                            + ".internal.cloudapp.net"))
            .settles((request, state) -> Addresses.shown(state, BLOCKS))
            .shows(InterfaceTypes::withMachine)
            .validates(InterfaceTypes::staticNeedsAddress)
            .refersTo(BLOCKS + ".subnet_id", BLOCKS + ".public_ip_address_id")
            .check(Addresses.available(BLOCKS))
            .usedBy("azurerm_linux_virtual_machine", "network_interface_ids", "NicInUse"),
        NetworkTypes.link(
                "azurerm_network_interface_application_security_group_association",
                "Network Interface Application Security Group Association",
                NIC,
                "application_security_group_id",
                "{network_interface_id}|{application_security_group_id}")
            .locks(NIC),
        NetworkTypes.link(
                "azurerm_network_interface_security_group_association",
                "Network Interface Security Group Association",
                NIC,
                "network_security_group_id",
                "{network_interface_id}|{network_security_group_id}")
            .locks(NIC, "network_security_group_id")
            .finds(InterfaceTypes::groupOfInterface),
        NetworkTypes.link(
                "azurerm_network_interface_backend_address_pool_association",
                "Network Interface Backend Address Pool Association",
                NIC,
                "backend_address_pool_id",
                "{network_interface_id}/ipConfigurations/{ip_configuration_name}|{backend_address_pool_id}")
            .replacedBy("ip_configuration_name")
            .storesIdLast()
            .locks(NIC)
            .check(InterfaceTypes::configurationExists));
  }

  /** An interface has one security group: azurerm asks for an import, whichever it is. */
  private static Optional<StoredResource> groupOfInterface(WriteRequest request) {
    return request
        .inventory()
        .ofType("azurerm_network_interface_security_group_association")
        .stream()
        .filter(association -> request.agreesWith(association, NIC))
        .findFirst();
  }

  private static String mac(String id) {
    String hex = Account.guid("mac of " + id).replace("-", "").toUpperCase(Locale.ROOT);
    return "00-0D-3A-"
        + hex.substring(0, 2)
        + "-"
        + hex.substring(2, 4)
        + "-"
        + hex.substring(4, 6);
  }

  private static Value withMachine(Cloud cloud, StoredResource nic) {
    Optional<StoredResource> machine =
        cloud.inventory().ofType("azurerm_linux_virtual_machine").stream()
            .filter(
                item ->
                    item.state().texts("network_interface_ids").stream()
                        .anyMatch(nic.id()::equalsIgnoreCase))
            .findFirst();
    return nic.state()
        .with(
            "virtual_machine_id",
            machine.map(item -> Value.of(item.id())).orElse(Value.Absent.NULL));
  }

  private static List<Diagnostic> staticNeedsAddress(Value config) {
    List<Value> blocks = config.at(BLOCKS).items();
    for (int i = 0; i < blocks.size(); i++) {
      boolean isStatic =
          blocks.get(i).text("private_ip_address_allocation").filter("Static"::equals).isPresent();
      if (isStatic && blocks.get(i).at("private_ip_address").isNull()) {
        return List.of(
            Diagnostic.error(
                BLOCKS + "." + i + ".private_ip_address",
                "A private IP Address must be configured when Static Address is specified for the IP Configuration",
                "Set private_ip_address, or private_ip_address_allocation to Dynamic."));
      }
    }
    return List.of();
  }

  private static List<Rejection> configurationExists(WriteRequest request) {
    String name = request.text("ip_configuration_name");
    boolean exists =
        request
            .referred(NIC)
            .filter(item -> PathQuery.texts(item.state(), BLOCKS + ".name").anyMatch(name::equals))
            .isPresent();
    return exists
        ? List.of()
        : List.of(
            Rejection.notFound(
                "IPConfigurationNotFound",
                "IP Configuration \"" + name + "\" was not found on " + request.text(NIC) + "."));
  }
}
