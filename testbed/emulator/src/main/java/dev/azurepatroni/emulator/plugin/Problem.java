package dev.azurepatroni.emulator.plugin;

/**
 * An error or a warning about a resource.
 *
 * @param fatal whether it is an error, which stops Terraform
 * @param summary what is wrong, in one line
 * @param detail the cause and the fix
 * @param path the attribute, {@link Path#ROOT} for the whole resource
 */
public record Problem(boolean fatal, String summary, String detail, Path path) {

  /** An error of the whole resource. */
  public static Problem error(String summary, String detail) {
    return new Problem(true, summary, detail, Path.ROOT);
  }

  /** An error at an attribute, its path written like {@code os_disk.0.name}. */
  public static Problem error(String path, String summary, String detail) {
    return new Problem(true, summary, detail, Path.of(path));
  }

  /** A warning at an attribute. */
  public static Problem warning(String path, String summary, String detail) {
    return new Problem(false, summary, detail, Path.of(path));
  }
}
