package dev.azurepatroni.app;

import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.finding.Findings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What stands in a stack file stays as it is: nothing in it is Terraform's to work out. */
final class LiteralRule {
  /** These travel inside the user-data, where Terraform does not look. */
  private static final String PARAMETERS = "postgresql.parameters.";

  private LiteralRule() {}

  /** Finds every value, or key, that Terraform would take for an expression. */
  static List<Finding> check(Map<String, String> texts) {
    Findings findings = new Findings();
    new TreeMap<>(texts)
        .forEach(
            (path, text) -> {
              if (!path.startsWith(PARAMETERS) && (expression(path) || expression(text))) {
                findings.error(
                    path,
                    text,
                    "Terraform reads ${ and %{ as the start of an expression",
                    "write it without them; a stack file contains plain values only");
              }
            });
    return findings.toList();
  }

  private static boolean expression(String text) {
    return text.contains("${") || text.contains("%{");
  }
}
