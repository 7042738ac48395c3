package dev.azurepatroni.emulator.azure.network;

import dev.azurepatroni.emulator.azure.engine.Behaviour;
import dev.azurepatroni.emulator.azure.engine.Cloud;
import dev.azurepatroni.emulator.azure.engine.Rejection;
import dev.azurepatroni.emulator.azure.engine.WriteRequest;
import dev.azurepatroni.emulator.inventory.StoredResource;
import dev.azurepatroni.emulator.value.Value;
import java.util.List;

/** Network security groups, their rules, and application security groups. */
public final class SecurityGroupTypes {
  private static final String RULE = "azurerm_network_security_rule";

  private SecurityGroupTypes() {}

  /** The behaviour of each type. */
  public static List<Behaviour> types() {
    return List.of(
        Behaviour.inGroup(
                "azurerm_application_security_group",
                "Application Security Group",
                "Microsoft.Network/applicationSecurityGroups")
            .usedBy(RULE, "source_application_security_group_ids", "ApplicationSecurityGroupInUse")
            .usedBy(
                RULE, "destination_application_security_group_ids", "ApplicationSecurityGroupInUse")
            .usedBy(
                "azurerm_network_interface_application_security_group_association",
                "application_security_group_id",
                "ApplicationSecurityGroupInUse"),
        Behaviour.inGroup(
                "azurerm_network_security_group",
                "Network Security Group",
                "Microsoft.Network/networkSecurityGroups")
            .locks("id")
            .computes("security_rule", (request, block) -> Value.of(List.of()))
            .shows(SecurityGroupTypes::withRules)
            .usedBy(
                "azurerm_subnet_network_security_group_association",
                "network_security_group_id",
                "InUseNetworkSecurityGroupCannotBeDeleted")
            .usedBy(
                "azurerm_network_interface_security_group_association",
                "network_security_group_id",
                "InUseNetworkSecurityGroupCannotBeDeleted"),
        Behaviour.of(
                RULE,
                "Network Security Rule",
                "/subscriptions/{subscription}/resourceGroups/{resource_group_name}/providers/Microsoft.Network/networkSecurityGroups/{network_security_group_name}/securityRules/{name}")
            .replacedBy("resource_group_name", "network_security_group_name")
            .refersTo(
                "source_application_security_group_ids",
                "destination_application_security_group_ids")
            .check(SecurityGroupTypes::rulePriority),
        NetworkTypes.link(
                "azurerm_subnet_network_security_group_association",
                "Subnet Network Security Group Association",
                "subnet_id",
                "network_security_group_id",
                "{subnet_id}")
            .sharesId("|networkSecurityGroup")
            .locks("network_security_group_id", "subnet_id")
            .updates("subnet_id")
            .saysExisting(SecurityGroupTypes::associated));
  }

  /** azurerm's {@code ImportAsExistsAssociationError} in helpers/tf/errors.go. */
  private static String associated(WriteRequest request, StoredResource existing) {
    return String.format(
        "an association between \"%s\" and \"%s\" already exists - to be managed via Terraform this association"
            + " needs to be imported into the State. Please see the resource documentation for \"%s\" for more"
            + " information",
        request.text("subnet_id"),
        existing.state().text("network_security_group_id").orElse(""),
        existing.type());
  }

  private static List<Rejection> rulePriority(WriteRequest request) {
    String group = groupOf(request.id());
    if (request.inventory().find(group).isEmpty()) {
      return List.of(
          Rejection.notFound(
              "ParentResourceNotFound",
              "Failed to perform 'write' on resource(s) of type 'networkSecurityGroups/securityRules', because the parent resource '"
                  + group
                  + "' could not be found."));
    }
    return request
        .others(RULE)
        .filter(rule -> groupOf(rule.id()).equalsIgnoreCase(group))
        .filter(rule -> rule.state().at("priority").equals(request.planned().at("priority")))
        .filter(rule -> rule.state().at("direction").equals(request.planned().at("direction")))
        .findFirst()
        .map(
            rule ->
                Rejection.badRequest(
                    "SecurityRuleConflict",
                    "Security rule "
                        + request.text("name")
                        + " conflicts with rule "
                        + rule.name()
                        + ". Rules cannot have the same Priority and Direction.",
                    "priority"))
        .stream()
        .toList();
  }

  private static String groupOf(String ruleId) {
    return ruleId.substring(0, Math.max(0, ruleId.lastIndexOf("/securityRules/")));
  }

  /** Adds the rules, which are resources in Terraform, to their group. */
  private static Value withRules(Cloud cloud, StoredResource group) {
    List<Value> rules =
        cloud.inventory().ofType(RULE).stream()
            .filter(rule -> groupOf(rule.id()).equalsIgnoreCase(group.id()))
            .map(StoredResource::state)
            .toList();
    return rules.isEmpty() ? group.state() : group.state().with("security_rule", Value.of(rules));
  }
}
