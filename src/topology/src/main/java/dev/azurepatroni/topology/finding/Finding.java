package dev.azurepatroni.topology.finding;

/**
 * One thing to tell the person who wrote a specification.
 *
 * @param severity how much it matters
 * @param path where, as in the stack file: {@code database.dataDisk.iops}
 * @param value what was found there
 * @param rule what has to hold
 * @param remedy what to do
 */
public record Finding(Severity severity, String path, String value, String rule, String remedy) {
  /**
   * Makes what a person wrote printable.
   *
   * @param severity how much it matters
   * @param path where, as in the stack file: {@code database.dataDisk.iops}
   * @param value what was found there
   * @param rule what has to hold
   * @param remedy what to do
   */
  public Finding {
    path = Printable.of(path);
    value = Printable.of(value);
  }

  /** The finding in three lines, without the file it came from. */
  @Override
  public String toString() {
    return "%s = %s\n  rule:   %s\n  remedy: %s".formatted(path, value, rule, remedy);
  }
}
