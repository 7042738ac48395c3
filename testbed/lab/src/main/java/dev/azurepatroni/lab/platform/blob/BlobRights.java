package dev.azurepatroni.lab.platform.blob;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.platform.caller.CallOrigin;
import dev.azurepatroni.lab.platform.caller.RoleAssignments;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Who reads and writes blobs, and from where: learn.microsoft.com, "Assign an Azure role for access
 * to blob data", "Configure Azure Storage firewalls and virtual networks".
 */
final class BlobRights {
  private static final String ENDPOINT = "Microsoft.Storage";
  private static final Map<String, String> OWNERS =
      Map.of("b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "Storage Blob Data Owner");
  private static final Map<String, String> WRITERS =
      with(OWNERS, "ba92f5b4-2d11-453d-a403-e96b0029c9fe", "Storage Blob Data Contributor");
  private static final Map<String, String> READERS =
      with(WRITERS, "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", "Storage Blob Data Reader");

  private BlobRights() {}

  /** What a request does to a container's blobs. */
  enum Right {
    /** Reads or lists them. */
    READ,
    /** Writes or deletes them. */
    WRITE,
    /** Deletes versions. */
    DELETE_VERSION
  }

  private static Map<String, String> roles(Right right) {
    return switch (right) {
      case READ -> READERS;
      case WRITE -> WRITERS;
      case DELETE_VERSION -> OWNERS;
    };
  }

  private static Map<String, String> with(Map<String, String> roles, String id, String name) {
    Map<String, String> more = new HashMap<>(roles);
    more.put(id, name);
    return Map.copyOf(more);
  }

  static boolean allowed(Inventory inventory, Right right, String principal, String container) {
    return RoleAssignments.any(inventory, principal, roles(right), container);
  }

  static boolean reachable(Inventory inventory, StorageAccount account, InetAddress source) {
    CallOrigin origin = CallOrigin.of(inventory, source, ENDPOINT);
    for (JsonNode rules : account.denyingRules()) {
      if (!origin.passes(rules)) {
        return false;
      }
    }
    return account.publicNetwork();
  }
}
