package dev.azurepatroni.topology.internal.rules;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.hardware.VmSizeCatalogue;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/** VM sizes by name. */
public final class SizeRules {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
  private static final int LEAST_VCPUS = 2;
  private static final long LEAST_MEMORY_MIB = 4_096;

  private final VmSizeCatalogue catalogue;
  private final Findings findings;

  /**
   * Looks sizes up.
   *
   * @param catalogue the sizes known
   * @param findings where an unknown size goes
   */
  public SizeRules(VmSizeCatalogue catalogue, Findings findings) {
    this.catalogue = catalogue;
    this.findings = findings;
  }

  /**
   * Refuses names that no size has, such as one with an invisible character.
   *
   * @param names of the sizes that the specification describes
   */
  public void checkNames(Collection<String> names) {
    names.stream()
        .filter(name -> !NAME.matcher(name).matches())
        .forEach(
            name ->
                findings.error(
                    "vmSizes",
                    name,
                    "must be the name of a VM size: letters, digits, dashes and underscores",
                    "write it as Azure lists it, for example Standard_E16ds_v6"));
  }

  /**
   * Finds a size, or says how to give its figures.
   *
   * @param path the setting
   * @param name the size's name
   * @return the size; empty, and a finding more, where nothing knows it
   */
  public Optional<VmSize> find(String path, String name) {
    Optional<VmSize> size = catalogue.find(name);
    if (size.isEmpty()) {
      String hint =
          catalogue
              .nearest(name)
              .map(known -> "did you mean %s? Otherwise ".formatted(known))
              .orElse("");
      findings.error(
          path,
          name,
          "unknown VM size",
          hint
              + "add its figures to vmSizes, under the name %s: vcpus, memoryGib, controller, iops and mbps"
                  .formatted(name));
    }
    return size;
  }

  /**
   * Refuses a size that PostgreSQL, Patroni and etcd together would not fit.
   *
   * @param path the setting
   * @param size of the database hosts
   */
  public void checkDatabase(String path, VmSize size) {
    // Figures that no size has are refused where they are given.
    boolean real = size.vcpus() > 0 && size.memoryMib() > 0;
    if (real && (size.vcpus() < LEAST_VCPUS || size.memoryMib() < LEAST_MEMORY_MIB)) {
      findings.error(
          path,
          size.name(),
          "has %d vCPU and %d MiB; a database node needs %d vCPU and %d MiB"
              .formatted(size.vcpus(), size.memoryMib(), LEAST_VCPUS, LEAST_MEMORY_MIB),
          "use a larger size, such as Standard_D2s_v6");
    }
  }
}
