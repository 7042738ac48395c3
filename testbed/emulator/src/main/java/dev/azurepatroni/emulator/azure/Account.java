package dev.azurepatroni.emulator.azure;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Who deploys, and where. The ids are the same in every run, so that plans can be compared.
 *
 * @param subscriptionId the subscription
 * @param tenantId the directory
 * @param objectId the deployer in the directory
 * @param clientId the application that the deployer uses
 */
record Account(String subscriptionId, String tenantId, String objectId, String clientId) {

  /** The account that the emulator always has. */
  static Account emulator() {
    return new Account(guid("subscription"), guid("tenant"), guid("deployer"), guid("client"));
  }

  /** A GUID that follows from a text. */
  static String guid(String text) {
    return UUID.nameUUIDFromBytes(
            ("azure-patroni emulator " + text).getBytes(StandardCharsets.UTF_8))
        .toString();
  }
}
