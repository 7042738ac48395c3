package dev.azurepatroni.emulator.plugin;

/**
 * Something that a person has to know of a resource.
 *
 * @param fatal whether Terraform stops at it
 * @param summary what is wrong, in one line
 * @param detail why, and what to do
 * @param path where, {@link Path#ROOT} for the resource as a whole
 */
public record Problem(boolean fatal, String summary, String detail, Path path) {

  /** An error of the resource as a whole. */
  public static Problem error(String summary, String detail) {
    return new Problem(true, summary, detail, Path.ROOT);
  }

  /** An error at an attribute, its path written like {@code os_disk.0.name}. */
  public static Problem error(String path, String summary, String detail) {
    return new Problem(true, summary, detail, Path.of(path));
  }

  /** Something that stops nothing. */
  public static Problem warning(String path, String summary, String detail) {
    return new Problem(false, summary, detail, Path.of(path));
  }
}
