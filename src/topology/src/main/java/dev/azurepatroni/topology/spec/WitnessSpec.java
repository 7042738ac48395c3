package dev.azurepatroni.topology.spec;

import static dev.azurepatroni.topology.spec.Defaults.or;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * The witness: an etcd member and nothing else.
 *
 * @param zone availability zone; empty: the first that holds no database node
 * @param vmSize Azure VM size
 * @param osDiskGb operating-system disk, GiB
 */
@RecordBuilder
public record WitnessSpec(
    @Setting(
            value = "Availability zone.",
            pattern = "|[123]",
            patternMeans = "\"1\", \"2\" or \"3\"",
            example = "2",
            defaultsTo = "the first zone without a database node")
        String zone,
    @Setting("VM size.") String vmSize,
    @Setting(value = "Size of the operating-system disk.", unit = "GiB", min = 30, max = 2048)
        Integer osDiskGb) {

  /**
   * Fills what was left out.
   *
   * @param zone availability zone; empty if null, which means the first that holds no database node
   * @param vmSize Azure VM size; Standard_B2als_v2 if null
   * @param osDiskGb operating-system disk, 30 to 2,048 GiB; 32 if null
   */
  public WitnessSpec {
    zone = or(zone, "");
    vmSize = or(vmSize, "Standard_B2als_v2");
    osDiskGb = or(osDiskGb, 32);
  }

  /** {@return a builder in which nothing is set} */
  public static WitnessSpecBuilder builder() {
    return WitnessSpecBuilder.builder();
  }
}
