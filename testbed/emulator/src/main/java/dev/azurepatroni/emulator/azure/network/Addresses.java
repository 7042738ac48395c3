package dev.azurepatroni.emulator.azure.network;

import dev.azurepatroni.emulator.azure.engine.PathQuery;
import dev.azurepatroni.emulator.azure.engine.Rejection;
import dev.azurepatroni.emulator.azure.engine.WriteRequest;
import dev.azurepatroni.emulator.inventory.StoredResource;
import dev.azurepatroni.emulator.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Private addresses of subnets: used, free and invalid ones. */
final class Addresses {

  private static final List<Holder> HOLDERS =
      List.of(
          new Holder("azurerm_network_interface", "ip_configuration"),
          new Holder("azurerm_lb", "frontend_ip_configuration"));

  private record Holder(String type, String blocks) {}

  private Addresses() {}

  /** A block with an address, and the resource that it belongs to. */
  private record Use(StoredResource owner, Value block) {
    boolean has(String subnet, String address) {
      return block.text("subnet_id").filter(subnet::equalsIgnoreCase).isPresent()
          && block.text("private_ip_address").filter(address::equals).isPresent();
    }
  }

  private static Stream<Use> uses(WriteRequest request) {
    return HOLDERS.stream()
        .flatMap(
            holder ->
                request
                    .others(holder.type())
                    .flatMap(
                        item ->
                            item.state().at(holder.blocks()).items().stream()
                                .map(block -> new Use(item, block))));
  }

  /** Returns whether a resource has an address in the request's subnet. */
  static boolean isUsed(WriteRequest subnet) {
    return uses(subnet)
        .anyMatch(
            use -> use.block().text("subnet_id").filter(subnet.id()::equalsIgnoreCase).isPresent());
  }

  /** Returns the lowest free address of the subnet of a block, null if there is none. */
  static Value assign(WriteRequest request, Value block) {
    String subnet = block.text("subnet_id").orElse("");
    return prefix(request, subnet)
        .flatMap(
            range ->
                range.lowestFree(
                    address -> uses(request).anyMatch(use -> use.has(subnet, address))))
        .map(Value::of)
        .orElse(Value.Absent.NULL);
  }

  private static Optional<AddressPrefix> prefix(WriteRequest request, String subnet) {
    return request
        .inventory()
        .find(subnet)
        .flatMap(item -> item.state().texts("address_prefixes").stream().findFirst())
        .map(AddressPrefix::parse);
  }

  /** Sets the attributes that repeat the addresses of the blocks: the first one and all. */
  static Value shown(Value state, String blocks) {
    List<String> addresses = PathQuery.texts(state, blocks + ".private_ip_address").toList();
    Value first = addresses.isEmpty() ? Value.Absent.NULL : Value.of(addresses.get(0));
    return state
        .with("private_ip_addresses", Value.texts(addresses))
        .with("private_ip_address", first);
  }

  /** Refuses addresses that are outside the subnet, reserved or in use. */
  static WriteRequest.Check available(String blocks) {
    return request -> {
      List<Rejection> rejections = new ArrayList<>();
      List<Value> items = request.planned().at(blocks).items();
      for (int i = 0; i < items.size(); i++) {
        String subnet = items.get(i).text("subnet_id").orElse("");
        String path = blocks + "." + i + ".private_ip_address";
        items
            .get(i)
            .text("private_ip_address")
            .flatMap(address -> reject(request, subnet, address, path))
            .ifPresent(rejections::add);
      }
      return rejections;
    };
  }

  private static Optional<Rejection> reject(
      WriteRequest request, String subnet, String address, String path) {
    Optional<AddressPrefix> prefix = prefix(request, subnet);
    if (prefix.isEmpty()) {
      return Optional.empty();
    }
    String range =
        request.inventory().find(subnet).orElseThrow().state().texts("address_prefixes").get(0);
    if (!prefix.get().contains(address)) {
      return refuse(
          "PrivateIPAddressNotInSubnet",
          "Private static IP address "
              + address
              + " does not belong to the range of subnet prefix "
              + range
              + ".",
          path);
    }
    if (prefix.get().reserves(address)) {
      return refuse(
          "PrivateIPAddressInReservedRange",
          "Private static IP address "
              + address
              + " falls within reserved IP range of subnet prefix "
              + range
              + ".",
          path);
    }
    return uses(request)
        .filter(use -> use.has(subnet, address))
        .findFirst()
        .flatMap(
            use ->
                refuse(
                    "PrivateIPAddressIsAllocated",
                    "IP configuration of "
                        + request.id()
                        + " is using the private IP address "
                        + address
                        + " which is already allocated to resource "
                        + use.owner().id()
                        + ".",
                    path));
  }

  private static Optional<Rejection> refuse(String code, String message, String path) {
    return Optional.of(Rejection.badRequest(code, message, path));
  }
}
