package dev.azurepatroni.emulator.azure.engine;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The subscription and the identity that Terraform deploys with. The ids are the same in every run,
 * so that plans can be compared.
 *
 * @param subscriptionId the subscription
 * @param tenantId the directory
 * @param objectId the deployer in the directory
 * @param clientId the application that the deployer uses
 * @param publicAddress the deployer's address, as firewalls see it
 */
public record Account(
    String subscriptionId,
    String tenantId,
    String objectId,
    String clientId,
    String publicAddress) {
  /** Of a range for documentation: RFC 5737. The stacks that are deployed here allow it. */
  private static final String ADDRESS = "203.0.113.7";

  /** Never changes: the ids in deployed states are made from it. */
  private static final String SEED = "azure-patroni stand-in ";

  /** The emulator's only account. */
  public static Account emulator() {
    return new Account(
        guid("subscription"), guid("tenant"), guid("deployer"), guid("client"), ADDRESS);
  }

  /** Makes a GUID from a text, always the same one. */
  public static String guid(String text) {
    return UUID.nameUUIDFromBytes((SEED + text).getBytes(StandardCharsets.UTF_8)).toString();
  }
}
