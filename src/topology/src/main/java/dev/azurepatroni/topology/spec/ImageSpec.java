package dev.azurepatroni.topology.spec;

import static dev.azurepatroni.topology.spec.Defaults.or;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Operating-system image of every host: Debian 13, generation 2, which NVMe sizes demand.
 *
 * @param publisher image publisher
 * @param offer image offer
 * @param sku image SKU
 * @param version pinned version
 */
@RecordBuilder
public record ImageSpec(
    @Setting(
            value = "Publisher.",
            pattern = "[A-Za-z0-9._-]+",
            patternMeans = "letters, digits, dots, underscores and dashes",
            example = "Debian")
        String publisher,
    @Setting(
            value = "Offer.",
            pattern = "[A-Za-z0-9._-]+",
            patternMeans = "letters, digits, dots, underscores and dashes",
            example = "debian-13")
        String offer,
    @Setting(
            value = "SKU, of a generation 2 image.",
            pattern = ".*gen2.*",
            patternMeans = "a generation 2 SKU; NVMe sizes and secure boot require it",
            example = "13-gen2")
        String sku,
    @Setting(
            value = "Version, pinned so that two deployments get the same image.",
            pattern = "[0-9]+(\\.[0-9]+){2}",
            patternMeans =
                "an exact version, as `az vm image list --all --publisher Debian --offer debian-13`"
                    + " prints; `latest` changes from one deployment to the next",
            example = "0.20260914.2601")
        String version) {

  /**
   * Fills what was left out.
   *
   * @param publisher image publisher; Debian if null
   * @param offer image offer; debian-13 if null
   * @param sku image SKU; 13-gen2 if null
   * @param version pinned version; 0.20260914.2601 if null
   */
  public ImageSpec {
    publisher = or(publisher, "Debian");
    offer = or(offer, "debian-13");
    sku = or(sku, "13-gen2");
    version = or(version, "0.20260914.2601");
  }

  /** {@return a builder in which nothing is set} */
  public static ImageSpecBuilder builder() {
    return ImageSpecBuilder.builder();
  }
}
