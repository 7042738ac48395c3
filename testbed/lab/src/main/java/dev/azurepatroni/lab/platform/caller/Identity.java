package dev.azurepatroni.lab.platform.caller;

import dev.azurepatroni.lab.inventory.Item;

/**
 * A user-assigned identity.
 *
 * @param id its resource id
 * @param principal its id in the directory
 * @param client its application id
 * @param tenant the directory
 */
public record Identity(String id, String principal, String client, String tenant) {

  /** The identity of a deployed item. */
  public static Identity of(Item item) {
    return new Identity(
        item.id(), item.text("principal_id"), item.text("client_id"), item.text("tenant_id"));
  }
}
