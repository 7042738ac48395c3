package dev.azurepatroni.verify.host;

/**
 * What a script on a host answered.
 *
 * @param status its exit status
 * @param out standard output
 * @param err standard error
 */
public record HostAnswer(int status, String out, String err) {

  /** The last line in which it says what went wrong, or else its status. */
  public String reason() {
    String last =
        (err.isBlank() ? out : err)
            .lines()
            .map(String::strip)
            .filter(one -> !one.isEmpty())
            .reduce("", (before, line) -> line);
    return last.isEmpty() ? "exit status " + status : last;
  }
}
