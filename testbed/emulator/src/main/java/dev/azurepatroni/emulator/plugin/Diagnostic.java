package dev.azurepatroni.emulator.plugin;

/**
 * An error or a warning about a resource.
 *
 * @param fatal whether it is an error, which stops Terraform
 * @param summary what is wrong, in one line
 * @param detail the cause and the fix
 * @param path the attribute, {@link ValuePath#ROOT} for the whole resource
 */
public record Diagnostic(boolean fatal, String summary, String detail, ValuePath path) {

  /** An error of the whole resource. */
  public static Diagnostic error(String summary, String detail) {
    return new Diagnostic(true, summary, detail, ValuePath.ROOT);
  }

  /** An error at an attribute, its path written like {@code os_disk.0.name}. */
  public static Diagnostic error(String path, String summary, String detail) {
    return new Diagnostic(true, summary, detail, ValuePath.of(path));
  }

  /** A warning at an attribute. */
  public static Diagnostic warning(String path, String summary, String detail) {
    return new Diagnostic(false, summary, detail, ValuePath.of(path));
  }
}
