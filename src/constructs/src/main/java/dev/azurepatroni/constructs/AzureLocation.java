package dev.azurepatroni.constructs;

import dev.azurepatroni.constructs.internal.Preconditions;

/**
 * Resource group and region of a resource.
 *
 * @param resourceGroup name of the resource group, literal or from a data source
 * @param region Azure region, {@code germanywestcentral}
 */
public record AzureLocation(String resourceGroup, String region) {
  /**
   * Checks that both parts are given.
   *
   * @param resourceGroup name of the resource group, literal or from a data source
   * @param region Azure region, {@code germanywestcentral}
   * @throws IllegalArgumentException if a part is missing, naming it
   */
  public AzureLocation {
    Preconditions.of("AzureLocation")
        .require("resourceGroup", resourceGroup)
        .require("region", region)
        .check();
  }
}
