package dev.azurepatroni.emulator.tls;

import dev.azurepatroni.emulator.plugin.Provider;
import dev.azurepatroni.emulator.plugin.ResourceType;
import dev.azurepatroni.emulator.schema.ProviderSchema;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/** The emulator for hashicorp/tls. */
public final class TlsProvider implements Provider {
  private final ProviderSchema schema = ProviderSchema.load("tls");
  private final Map<String, ResourceType> resources;

  /** Creates the provider; certificates are valid from the time of {@code clock}. */
  public TlsProvider(Clock clock) {
    SecureRandom random = new SecureRandom();
    Authority authority = new Authority(random, clock);
    resources =
        Map.of(
            "tls_private_key", new PrivateKeyType(random),
            "tls_cert_request", new CertRequestType(random),
            "tls_self_signed_cert", new CertificateType(clock, authority::signOwn),
            "tls_locally_signed_cert", new CertificateType(clock, authority::signRequest));
  }

  @Override
  public String name() {
    return "tls";
  }

  @Override
  public ProviderSchema schema() {
    return schema;
  }

  @Override
  public Map<String, ResourceType> resources() {
    return resources;
  }

  @Override
  public Map<String, Reader> dataSources() {
    return Map.of();
  }

  @Override
  public Map<String, Reader> ephemerals() {
    return Map.of();
  }

  @Override
  public boolean legacyTypeSystem() {
    return false;
  }
}
