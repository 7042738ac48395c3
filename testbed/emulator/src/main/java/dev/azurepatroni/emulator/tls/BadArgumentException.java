package dev.azurepatroni.emulator.tls;

/** An invalid argument, found when it is used. */
final class BadArgumentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String summary;

  BadArgumentException(String path, String summary, String message) {
    super(message);
    this.path = path;
    this.summary = summary;
  }

  String path() {
    return path;
  }

  String summary() {
    return summary;
  }
}
