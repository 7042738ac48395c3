package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.plugin.Path;
import dev.azurepatroni.emulator.plugin.Problem;

/**
 * An answer of Azure that refuses a request.
 *
 * @param status the HTTP status, 0 where the provider itself refuses
 * @param code Azure's word for it
 * @param message Azure's sentence for it
 * @param path the argument at fault, empty for the request as a whole
 */
public record Rejection(int status, String code, String message, String path) {

  /** What the provider finds wrong when it sets about the work. */
  public static Rejection byProvider(String message, String path) {
    return new Rejection(0, "", message, path);
  }

  public static Rejection badRequest(String code, String message, String path) {
    return new Rejection(400, code, message, path);
  }

  public static Rejection notFound(String code, String message) {
    return new Rejection(404, code, message, "");
  }

  public static Rejection conflict(String code, String message) {
    return new Rejection(409, code, message, "");
  }

  public static Rejection forbidden(String code, String message) {
    return new Rejection(403, code, message, "");
  }

  private String reason() {
    return switch (status) {
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 409 -> "Conflict";
      case 429 -> "Too Many Requests";
      case 500 -> "Internal Server Error";
      default -> "Bad Request";
    };
  }

  /**
   * The message as azurerm words it.
   *
   * @param action what was tried, such as {@code creating Subnet (…)}
   */
  public Problem toProblem(String action) {
    Path at = path.isEmpty() ? Path.ROOT : Path.of(path);
    if (status == 0) {
      return new Problem(true, message, "", at);
    }
    String text =
        String.format(
            "%s: unexpected status %d (%d %s) with error: %s: %s",
            action, status, status, reason(), code, message);
    return new Problem(true, text, "", at);
  }
}
