package dev.azurepatroni.lab.platform.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.inventory.Item;
import dev.azurepatroni.lab.platform.caller.Machine;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a VM can read about itself; every value is text. Fields: learn.microsoft.com, "Azure
 * Instance Metadata Service", section "Schema breakdown".
 */
public final class InstanceDocument {
  private final Inventory inventory;
  private final Machine machine;
  private final Item vm;

  InstanceDocument(Inventory inventory, Machine machine) {
    this.inventory = inventory;
    this.machine = machine;
    this.vm = machine.vm();
  }

  /** The document. */
  public ObjectNode json() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.set("compute", compute());
    document.putObject("network").set("interface", interfaces());
    return document;
  }

  private ObjectNode compute() {
    ObjectNode compute =
        JsonNodeFactory.instance
            .objectNode()
            .put("azEnvironment", "AzurePublicCloud")
            .put("location", vm.text("location"))
            .put("name", machine.name())
            .put("osType", "Linux")
            .put("provider", "Microsoft.Compute")
            .put("resourceGroupName", vm.text("resource_group_name"))
            .put("resourceId", vm.id())
            .put("subscriptionId", vm.id().split("/", -1)[2])
            .put("tags", tags())
            .put("userData", vm.text("user_data"))
            .put("vmId", vm.text("virtual_machine_id"))
            .put("vmSize", vm.text("size"))
            .put("zone", vm.text("zone"));
    compute
        .putObject("osProfile")
        .put("adminUsername", vm.text("admin_username"))
        .put("computerName", Machine.computerName(vm))
        .put("disablePasswordAuthentication", vm.text("disable_password_authentication"));
    ArrayNode keys = compute.putArray("publicKeys");
    for (JsonNode key : vm.blocks("admin_ssh_key")) {
      String home = "/home/" + Item.text(key, "username");
      keys.addObject()
          .put("keyData", Item.text(key, "public_key"))
          .put("path", home + "/.ssh/authorized_keys");
    }
    compute.set("storageProfile", storage());
    return compute;
  }

  private String tags() {
    return vm.state().path("tags").properties().stream()
        .map(property -> property.getKey() + ":" + property.getValue().asText())
        .collect(Collectors.joining(";"));
  }

  private ObjectNode storage() {
    ObjectNode storage = JsonNodeFactory.instance.objectNode();
    ArrayNode disks = storage.putArray("dataDisks");
    attachments().forEach(attachment -> disks.add(dataDisk(attachment)));
    for (JsonNode image : vm.blocks("source_image_reference")) {
      ObjectNode reference = storage.putObject("imageReference");
      for (String field : List.of("offer", "publisher", "sku", "version")) {
        reference.put(field, Item.text(image, field));
      }
    }
    for (JsonNode disk : vm.blocks("os_disk")) {
      storage.set(
          "osDisk",
          disk(
              Item.text(disk, "name"),
              Item.text(disk, "caching"),
              Item.text(disk, "disk_size_gb"),
              vm.text("os_managed_disk_id"),
              Item.text(disk, "storage_account_type")));
    }
    return storage;
  }

  private List<Item> attachments() {
    return inventory.ofType("azurerm_virtual_machine_data_disk_attachment").stream()
        .filter(attachment -> attachment.text("virtual_machine_id").equalsIgnoreCase(vm.id()))
        .sorted(Comparator.comparing(attachment -> attachment.number("lun")))
        .toList();
  }

  private ObjectNode dataDisk(Item attachment) {
    Item disk = inventory.get(attachment.text("managed_disk_id"));
    return disk(
            disk.name(),
            attachment.text("caching"),
            disk.text("disk_size_gb"),
            disk.id(),
            disk.text("storage_account_type"))
        .put("createOption", attachment.text("create_option"))
        .put("lun", attachment.text("lun"));
  }

  private static ObjectNode disk(String name, String caching, String size, String id, String kind) {
    ObjectNode disk =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", name)
            .put("caching", caching)
            .put("diskSizeGB", size);
    disk.putObject("managedDisk").put("id", id).put("storageAccountType", kind);
    return disk;
  }

  private ArrayNode interfaces() {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (Item nic : Machine.interfaces(inventory, vm)) {
      ObjectNode one = all.addObject();
      ObjectNode ipv4 = one.putObject("ipv4");
      ArrayNode addresses = ipv4.putArray("ipAddress");
      ArrayNode subnets = ipv4.putArray("subnet");
      for (JsonNode block : nic.blocks("ip_configuration")) {
        addresses
            .addObject()
            .put("privateIpAddress", Item.text(block, "private_ip_address"))
            .put("publicIpAddress", publicAddress(block));
        for (String prefix : prefixes(block)) {
          int slash = prefix.indexOf('/');
          subnets
              .addObject()
              .put("address", prefix.substring(0, slash))
              .put("prefix", prefix.substring(slash + 1));
        }
      }
      one.putObject("ipv6").putArray("ipAddress");
      one.put("macAddress", mac(nic));
    }
    return all;
  }

  private String publicAddress(JsonNode block) {
    return inventory
        .find(Item.text(block, "public_ip_address_id"))
        .map(address -> address.text("ip_address"))
        .orElse("");
  }

  private List<String> prefixes(JsonNode block) {
    return inventory
        .find(Item.text(block, "subnet_id"))
        .map(subnet -> subnet.texts("address_prefixes"))
        .orElse(List.of());
  }

  private static String mac(Item nic) {
    return nic.text("mac_address").replaceAll("[^0-9A-Fa-f]", "").toUpperCase(Locale.ROOT);
  }
}
