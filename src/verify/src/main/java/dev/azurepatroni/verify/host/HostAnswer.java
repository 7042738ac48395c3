package dev.azurepatroni.verify.host;

/**
 * The result of a script on a host.
 *
 * @param status its exit status
 * @param out standard output
 * @param err standard error
 */
public record HostAnswer(int status, String out, String err) {

  /** The last line of its errors, or else its status. */
  public String reason() {
    String reason =
        (err.isBlank() ? out : err)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .reduce("", (before, last) -> last);
    return reason.isEmpty() ? "exit status " + status : reason;
  }
}
