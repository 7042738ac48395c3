package dev.azurepatroni.topology.spec;

import static dev.azurepatroni.topology.spec.Defaults.list;
import static dev.azurepatroni.topology.spec.Defaults.or;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * The optional endpoint of the poolers on the internet.
 *
 * @param enabled whether there is one
 * @param clientCidrs who may connect through it
 * @param domainLabel first label of its DNS name; empty: the cluster's name
 */
@RecordBuilder
public record PublicEndpointSpec(
    @Setting("Whether the poolers have a public endpoint.") Boolean enabled,
    @Setting("Ranges that may connect; required if `enabled` is true.") List<String> clientCidrs,
    @Setting(
            value =
                "First label of the endpoint's DNS name,"
                    + " `<domainLabel>.<location>.cloudapp.azure.com`; must be unused in the region.",
            pattern = "|[a-z][a-z0-9-]{1,61}[a-z0-9]",
            patternMeans =
                "3 to 63 lower-case letters, digits and dashes, starting with a letter, ending with"
                    + " a letter or digit",
            example = "orders-db",
            defaultsTo = "the cluster's `name`")
        String domainLabel) {

  /**
   * Fills what was left out.
   *
   * @param enabled whether there is one; false if null
   * @param clientCidrs who may connect through it; empty if null
   * @param domainLabel first label of its DNS name; empty if null, which means the cluster's name
   */
  public PublicEndpointSpec {
    enabled = or(enabled, false);
    clientCidrs = list(clientCidrs);
    domainLabel = or(domainLabel, "");
  }

  /** {@return a builder in which nothing is set} */
  public static PublicEndpointSpecBuilder builder() {
    return PublicEndpointSpecBuilder.builder();
  }
}
