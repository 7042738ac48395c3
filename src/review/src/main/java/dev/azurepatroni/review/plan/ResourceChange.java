package dev.azurepatroni.review.plan;

import java.util.List;

/**
 * What happens to a resource.
 *
 * @param address as Terraform names it
 * @param type of the provider, such as {@code azurerm_managed_disk}
 * @param label the last part of the address: the resource's name in the configuration
 * @param action what is done
 * @param changes attributes that differ
 * @param tainted whether it is replaced because its creation was not completed
 * @param effects what the attributes do not show
 */
public record ResourceChange(
    String address,
    String type,
    String label,
    Action action,
    List<AttributeChange> changes,
    boolean tainted,
    Effects effects) {
  /** Copies the list. */
  public ResourceChange {
    changes = List.copyOf(changes);
  }

  /** A change of attributes alone. */
  public ResourceChange(
      String address, String type, String label, Action action, List<AttributeChange> changes) {
    this(address, type, label, action, changes, false, Effects.NONE);
  }

  /** {@return the attributes that force the replacement} */
  public List<AttributeChange> reasons() {
    return changes.stream().filter(AttributeChange::forcesReplacement).toList();
  }
}
