package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.plugin.Diagnostic;
import dev.azurepatroni.emulator.plugin.ValuePath;

/**
 * An error response of Azure.
 *
 * @param status the HTTP status; 0 for an error of the provider itself, {@link #ACCEPTED} for an
 *     operation that Azure began
 * @param code Azure's error code
 * @param message Azure's error message
 * @param path the invalid argument, empty for the whole request
 */
public record Rejection(int status, String code, String message, String path) {
  private static final int ACCEPTED = 202;

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

  /** An error of the service. */
  static Rejection internal() {
    return new Rejection(500, "InternalServerError", "An error occurred, injected by --fault.", "");
  }

  /** An operation that Azure began and that failed. */
  public static Rejection afterAcceptance(String code, String message) {
    return failed(code, message, "");
  }

  /**
   * An operation that Azure began and that failed, with details in the response's body; the text is
   * that of go-azure-sdk, sdk/client/resourcemanager/errors.go.
   */
  static Rejection failed(String code, String message, String details) {
    String text =
        """
        polling failed: the Azure API returned the following error:

        Status: "%s"
        Code: ""
        Message: "%s"
        Activity Id: ""

        ---

        API Response:

        ----[start]----
        {"status":"Failed","error":{"code":"%s","message":"%s"%s}}
        -----[end]-----
        """
            .formatted(code, message, code, message, details);
    return new Rejection(ACCEPTED, code, text, "");
  }

  /** A network resource that refers to one that Azure updates. */
  public static Rejection notProvisioned(String referred, String resource) {
    String details =
        ",\"details\":[{\"code\":\"ReferencedResourceNotProvisioned\",\"message\":\"Cannot proceed with operation"
            + " because resource %s used by resource %s is not in Succeeded state. Resource is in Updating state and"
            + " the last operation that updated/is updating the resource is PutSubnetOperation.\"}]";
    return failed(
        "RetryableError", "A retryable error occurred.", details.formatted(referred, resource));
  }

  /** An operation that Azure began and whose end the provider does not see. */
  static Rejection unfinished(String reason) {
    return new Rejection(ACCEPTED, "", reason, "");
  }

  /** Returns whether Azure began the operation. */
  boolean isAfterAcceptance() {
    return status == ACCEPTED;
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
   * @param method of Azure's client, such as {@code CreateOrUpdate}
   */
  Diagnostic toDiagnostic(String action, String method) {
    ValuePath at = path.isEmpty() ? ValuePath.ROOT : ValuePath.of(path);
    String text =
        switch (status) {
          case 0 -> message;
          case ACCEPTED -> action + ": polling after " + method + ": " + message;
          default ->
              String.format(
                  "%s: performing %s: unexpected status %d (%d %s) with error: %s: %s",
                  action, method, status, status, reason(), code, message);
        };
    return new Diagnostic(true, text, "", at);
  }
}
