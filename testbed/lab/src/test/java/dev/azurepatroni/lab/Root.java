package dev.azurepatroni.lab;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import dev.azurepatroni.lab.shell.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips tests that make namespaces where they are not permitted; in CI what they need is installed,
 * and without it they fail.
 */
final class Root implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    try {
      if (System.getenv("CI") != null) {
        Requirements.check();
        return enabled("it has to be");
      }
      String able = "unshare --net nft list ruleset";
      return Shell.attempt("sh", "-c", able).status() == 0
          ? enabled("it can be")
          : disabled("it takes root and nftables to make a network: sudo mvn verify");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
