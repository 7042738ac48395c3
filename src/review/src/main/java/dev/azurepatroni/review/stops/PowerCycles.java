package dev.azurepatroni.review.stops;

import dev.azurepatroni.review.plan.Action;
import dev.azurepatroni.review.plan.AttributeChange;
import dev.azurepatroni.review.plan.ResourceChange;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of a VM for which azurerm 4.55 to 4.81 powers it off or deallocates it, although a
 * plan says "update": {@code resourceLinuxVirtualMachineUpdate} of its source.
 */
public final class PowerCycles {
  /** Terraform's name of the type. */
  static final String VM = "azurerm_linux_virtual_machine";

  /** It also deallocates if the VM's hardware does not offer the new size. */
  static final Set<String> POWERED_OFF = Set.of("size");

  static final Set<String> DEALLOCATED =
      Set.of(
          "additional_capabilities",
          "capacity_reservation_group_id",
          "dedicated_host_group_id",
          "dedicated_host_id",
          "disk_controller_type",
          "encryption_at_host_enabled",
          "max_bid_price",
          "network_interface_ids",
          "os_disk",
          "proximity_placement_group_id");

  private PowerCycles() {}

  /** {@return how the change of one attribute in place stops a machine; empty if it does not} */
  public static Optional<StopKind> of(ResourceChange change, AttributeChange attribute) {
    if (change.action() != Action.UPDATE || !change.type().equals(VM)) {
      return Optional.empty();
    }
    String argument = attribute.path().split("[.\\[]", 2)[0];
    if (DEALLOCATED.contains(argument)) {
      return Optional.of(StopKind.DEALLOCATE);
    }
    return POWERED_OFF.contains(argument) ? Optional.of(StopKind.RESTART) : Optional.empty();
  }

  static List<AttributeChange> reasons(ResourceChange change) {
    return change.changes().stream()
        .filter(attribute -> of(change, attribute).isPresent())
        .toList();
  }
}
