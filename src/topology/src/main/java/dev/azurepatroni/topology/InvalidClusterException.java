package dev.azurepatroni.topology;

import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.finding.Severity;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** A specification that cannot become a cluster. The message lists everything that is wrong. */
public final class InvalidClusterException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;

  private final transient List<Finding> findings;

  /**
   * Refuses a cluster.
   *
   * @param cluster its name
   * @param findings what was found, one error or more among it
   */
  public InvalidClusterException(String cluster, List<Finding> findings) {
    super(message(cluster, errors(findings)));
    this.findings = List.copyOf(findings);
  }

  /** {@return errors and warnings, in the order of the specification's settings} */
  public List<Finding> findings() {
    return findings;
  }

  /** {@return what prevents the deployment} */
  public List<Finding> errors() {
    return errors(findings);
  }

  private static List<Finding> errors(List<Finding> findings) {
    return findings.stream().filter(finding -> finding.severity() == Severity.ERROR).toList();
  }

  private static String message(String cluster, List<Finding> errors) {
    return errors.stream()
        .map(Finding::toString)
        .collect(
            Collectors.joining(
                "\n",
                "cluster %s has %d problem%s\n"
                    .formatted(cluster, errors.size(), errors.size() == 1 ? "" : "s"),
                ""));
  }
}
