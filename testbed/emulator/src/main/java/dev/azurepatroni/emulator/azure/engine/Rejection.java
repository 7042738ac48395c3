package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.plugin.Diagnostic;
import dev.azurepatroni.emulator.plugin.ValuePath;

/**
 * An error response of Azure.
 *
 * @param status the HTTP status, 0 for an error of the provider itself
 * @param code Azure's error code
 * @param message Azure's error message
 * @param path the invalid argument, empty for the whole request
 */
public record Rejection(int status, String code, String message, String path) {

  /** An error that the provider finds before it calls Azure. */
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
   * Formats the message as azurerm does.
   *
   * @param action the operation, such as {@code creating Subnet (…)}
   */
  public Diagnostic toDiagnostic(String action) {
    ValuePath at = path.isEmpty() ? ValuePath.ROOT : ValuePath.of(path);
    if (status == 0) {
      return new Diagnostic(true, message, "", at);
    }
    String text =
        String.format(
            "%s: unexpected status %d (%d %s) with error: %s: %s",
            action, status, status, reason(), code, message);
    return new Diagnostic(true, text, "", at);
  }
}
