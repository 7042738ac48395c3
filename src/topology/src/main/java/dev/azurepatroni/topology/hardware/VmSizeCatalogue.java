package dev.azurepatroni.topology.hardware;

import dev.azurepatroni.topology.spec.DiskController;
import dev.azurepatroni.topology.spec.VmSizeSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The VM sizes in use: {@code vm-sizes.csv}, and what a specification adds to it. */
public final class VmSizeCatalogue {
  private static final String FILE = "/dev/azurepatroni/topology/vm-sizes.csv";

  private static final String PREFIX = "Standard_";

  private final Map<String, VmSize> bySize;

  private VmSizeCatalogue(Map<String, VmSize> bySize) {
    this.bySize = Collections.unmodifiableMap(bySize);
  }

  /**
   * The built-in catalogue with a specification's own figures on top.
   *
   * @param additions figures by size name
   * @return the catalogue
   * @throws UncheckedIOException if the catalogue's file cannot be read
   */
  public static VmSizeCatalogue with(Map<String, VmSizeSpec> additions) {
    Map<String, VmSize> sizes = builtIn();
    additions.forEach((name, spec) -> sizes.put(name, size(name, spec)));
    return new VmSizeCatalogue(sizes);
  }

  /**
   * Looks a size up.
   *
   * @param name as Azure spells it
   * @return the size, or empty where neither the catalogue nor the specification has it
   */
  public Optional<VmSize> find(String name) {
    return Optional.ofNullable(bySize.get(name));
  }

  /**
   * The known size that is spelt most alike.
   *
   * @param name an unknown size
   * @return a size that differs in letter case or in its prefix, or the newest of another version
   */
  public Optional<String> nearest(String name) {
    String family = family(name);
    return bySize.keySet().stream()
        .filter(known -> known.equalsIgnoreCase(name) || known.equalsIgnoreCase(PREFIX + name))
        .findFirst()
        .or(
            () ->
                bySize.keySet().stream()
                    .filter(known -> family(known).equals(family))
                    .reduce((older, newer) -> newer));
  }

  private static String family(String name) {
    return name.toLowerCase(Locale.ROOT)
        .replaceFirst("^standard_", "")
        .replaceFirst("_v[0-9]+$", "");
  }

  /** {@return every size, in the catalogue's order} */
  public Collection<VmSize> sizes() {
    return bySize.values();
  }

  private static VmSize size(String name, VmSizeSpec spec) {
    long memoryMib = spec.memoryGib() * 1024L;
    return new VmSize(name, spec.vcpus(), memoryMib, spec.controller(), spec.iops(), spec.mbps());
  }

  private static Map<String, VmSize> builtIn() {
    Map<String, VmSize> sizes = new LinkedHashMap<>();
    try (InputStream file =
            Objects.requireNonNull(VmSizeCatalogue.class.getResourceAsStream(FILE), FILE);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      reader
          .lines()
          .filter(line -> !line.startsWith("#") && !line.startsWith("size,"))
          .map(VmSizeCatalogue::row)
          .forEach(size -> sizes.put(size.name(), size));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sizes;
  }

  private static VmSize row(String line) {
    String[] cells = line.split(",", -1);
    return new VmSize(
        cells[0],
        Integer.parseInt(cells[1]),
        Math.round(Double.parseDouble(cells[2]) * 1024),
        DiskController.valueOf(cells[3].toUpperCase(Locale.ROOT)),
        Integer.parseInt(cells[6]),
        Integer.parseInt(cells[7]));
  }
}
