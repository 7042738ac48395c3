package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks that Azure makes for many types. */
public final class CommonChecks {

  /** Regions of Azure without availability zones; every other has the zones 1, 2 and 3. */
  private static final Set<String> WITHOUT_ZONES =
      Set.of(
          "australiacentral",
          "australiasoutheast",
          "canadaeast",
          "germanynorth",
          "jioindiawest",
          "northcentralus",
          "norwaywest",
          "southindia",
          "switzerlandwest",
          "ukwest",
          "westcentralus",
          "westindia",
          "westus");

  private static final Set<String> ZONES = Set.of("1", "2", "3");

  private CommonChecks() {}

  /** Refuses a missing resource group. */
  public static List<Rejection> groupExists(WriteRequest request) {
    String group = request.text("resource_group_name");
    boolean exists =
        request.inventory().ofType("azurerm_resource_group").stream()
            .anyMatch(item -> item.name().equalsIgnoreCase(group));
    return exists
        ? List.of()
        : List.of(
            Rejection.notFound(
                "ResourceGroupNotFound", "Resource group '" + group + "' could not be found."));
  }

  /** Refuses ids of missing resources at these paths. */
  public static List<Rejection> existing(WriteRequest request, String... paths) {
    List<Rejection> rejections = new ArrayList<>();
    for (String path : paths) {
      PathQuery.texts(request.planned(), path)
          .filter(id -> request.inventory().find(id).isEmpty())
          .forEach(
              id ->
                  rejections.add(
                      Rejection.badRequest(
                          "InvalidResourceReference",
                          "Resource "
                              + id
                              + " referenced by resource "
                              + request.id()
                              + " was not found.",
                          path.contains(".") ? "" : path)));
    }
    return rejections;
  }

  /** Refuses zones at a path that the region does not offer. */
  public static WriteRequest.Check zonesOffered(String path) {
    return request -> {
      String region = request.text("location");
      Set<String> offered = hasZones(region) ? ZONES : Set.of();
      List<String> wrong =
          PathQuery.texts(request.planned(), path).filter(zone -> !offered.contains(zone)).toList();
      if (wrong.isEmpty()) {
        return List.of();
      }
      String supported = offered.isEmpty() ? "none" : "'1,2,3'";
      return List.of(
          Rejection.badRequest(
              "AvailabilityZoneNotSupported",
              String.format(
                  "The zone(s) '%s' for resource '%s' is not supported. The supported zones for location '%s' are %s.",
                  String.join(",", wrong), request.id(), region, supported),
              path.contains(".") ? "" : path));
    };
  }

  /** Returns whether a region has availability zones. */
  public static boolean hasZones(String region) {
    return !WITHOUT_ZONES.contains(region);
  }

  /** Ids in a fixed order, for attributes that are sets in Azure. */
  public static Value ids(List<String> ids) {
    return Value.texts(ids.stream().sorted().toList());
  }
}
