package dev.azurepatroni.emulator.random;

import dev.azurepatroni.emulator.plugin.Provider;
import dev.azurepatroni.emulator.plugin.ResourceType;
import dev.azurepatroni.emulator.schema.ProviderSchema;
import java.security.SecureRandom;
import java.util.Map;

/** The emulator for hashicorp/random, limited to the ephemeral {@code random_password}. */
public final class RandomProvider implements Provider {
  private final ProviderSchema schema = ProviderSchema.load("random");

  @Override
  public String name() {
    return "random";
  }

  @Override
  public ProviderSchema schema() {
    return schema;
  }

  @Override
  public Map<String, ResourceType> resources() {
    return Map.of();
  }

  @Override
  public Map<String, Reader> dataSources() {
    return Map.of();
  }

  @Override
  public Map<String, Reader> ephemerals() {
    return Map.of("random_password", new RandomPassword(new SecureRandom())::open);
  }

  @Override
  public boolean legacyTypeSystem() {
    return false;
  }
}
