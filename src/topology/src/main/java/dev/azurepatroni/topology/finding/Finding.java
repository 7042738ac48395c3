package dev.azurepatroni.topology.finding;

/**
 * One problem of a specification.
 *
 * @param severity how much it matters
 * @param path the property, {@code database.dataDisk.iops}
 * @param value what was found there
 * @param problem what is wrong, and what is allowed
 * @param fix what to do
 */
public record Finding(Severity severity, String path, String value, String problem, String fix) {
  /**
   * Makes path and value printable.
   *
   * @param severity how much it matters
   * @param path the property, {@code database.dataDisk.iops}
   * @param value what was found there
   * @param problem what is wrong, and what is allowed
   * @param fix what to do
   */
  public Finding {
    // Quoted where its blanks would be invisible.
    path = Printable.of(path.isEmpty() || !path.strip().equals(path) ? "'" + path + "'" : path);
    value = Printable.of(value);
    problem = Printable.whole(problem);
    fix = Printable.whole(fix);
  }

  /** The finding in three lines, without the file it came from. */
  @Override
  public String toString() {
    return "%s = %s\n  problem: %s\n  fix:     %s".formatted(path, value, problem, fix);
  }
}
