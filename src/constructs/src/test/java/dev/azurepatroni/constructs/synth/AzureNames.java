package dev.azurepatroni.constructs.synth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds resources that Azure would take for one and the same. */
final class AzureNames {
  /** What a name must be unique within, in addition to its type. */
  private static final List<String> PARENTS =
      List.of(
          "network_security_group_name",
          "virtual_network_name",
          "loadbalancer_id",
          "key_vault_id",
          "storage_account_id",
          "virtual_machine_id",
          "target_resource_id");

  private AzureNames() {}

  static List<String> usedTwice(Synth synth) {
    Map<String, String> owners = new HashMap<>();
    List<String> twice = new ArrayList<>();
    for (Resource resource : synth.resources()) {
      if (!resource.type().startsWith("azurerm_") || !resource.at("name").isTextual()) {
        continue;
      }
      String name =
          Stream.concat(Stream.of("name"), PARENTS.stream())
              .map(resource::text)
              .filter(text -> !text.isEmpty())
              .collect(Collectors.joining(" of "));
      String other = owners.put(resource.type() + " " + name, resource.name());
      if (Objects.nonNull(other)) {
        twice.add("%s and %s: %s".formatted(resource.address(), other, name));
      }
    }
    return twice;
  }
}
