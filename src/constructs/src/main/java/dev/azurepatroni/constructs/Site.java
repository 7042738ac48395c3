package dev.azurepatroni.constructs;

import dev.azurepatroni.constructs.internal.Required;

/**
 * Where resources are put.
 *
 * @param resourceGroup name of the resource group
 * @param location Azure region
 */
public record Site(String resourceGroup, String location) {
  /**
   * Refuses a missing part by name.
   *
   * @param resourceGroup name of the resource group
   * @param location Azure region
   */
  public Site {
    Required.in("Site").value("resourceGroup", resourceGroup).value("location", location).check();
  }
}
