package dev.azurepatroni.review.comment;

import static dev.azurepatroni.review.text.Markdown.code;
import static dev.azurepatroni.review.text.Markdown.plain;

import dev.azurepatroni.review.plan.Action;
import dev.azurepatroni.review.plan.AttributeChange;
import dev.azurepatroni.review.plan.ResourceChange;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Alerts for what a change takes from backups without destroying where they are. */
final class Backups {
  private static final String ACCOUNT = "azurerm_storage_account";
  private static final String SECRET = "azurerm_key_vault_secret";
  private static final String CIPHER = "-backup-cipher-password";

  /** What decides how long, how safely and for whom an account keeps backups. */
  private static final List<String> PROTECTION =
      List.of(
          "account_replication_type",
          "allow_nested_items_to_be_public",
          "blob_properties",
          "network_rules",
          "public_network_access_enabled",
          "shared_access_key_enabled");

  private Backups() {}

  /** {@return an alert, if the change concerns backups} */
  static Optional<String> of(StackChange stack, ResourceChange change) {
    if (change.type().equals(SECRET)
        && change.label().endsWith(CIPHER)
        && (change.action().deletes() || rewrites(change))) {
      return Optional.of(
          "**%s: KEY OF THE BACKUPS LOST**: %s. What is encrypted with the old key can be restored only while the vault keeps its old version"
              .formatted(plain(stack.name()), code(change.address())));
    }
    if (!change.type().equals(ACCOUNT) || change.action() != Action.UPDATE) {
      return Optional.empty();
    }
    String changes =
        change.changes().stream()
            .filter(Backups::protects)
            .map(Stops::reason)
            .collect(Collectors.joining(", "));
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "**%s: PROTECTION OF BACKUPS CHANGED**: %s, %s"
                .formatted(plain(stack.name()), code(change.address()), changes));
  }

  private static boolean rewrites(ResourceChange change) {
    return change.changes().stream().anyMatch(each -> each.path().equals("value_wo_version"));
  }

  private static boolean protects(AttributeChange change) {
    return PROTECTION.stream().anyMatch(change.path()::startsWith);
  }
}
