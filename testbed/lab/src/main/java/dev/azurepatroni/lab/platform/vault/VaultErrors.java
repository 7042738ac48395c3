package dev.azurepatroni.lab.platform.vault;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.lab.platform.metadata.Tokens;
import dev.azurepatroni.lab.platform.web.Reply;

/**
 * What a vault says when it refuses: learn.microsoft.com, "Azure Key Vault REST API error codes".
 */
public final class VaultErrors {
  private VaultErrors() {}

  static Reply reply(int status, String code, String message) {
    return reply(status, code, message, "");
  }

  private static Reply reply(int status, String code, String message, String inner) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode error = body.putObject("error").put("code", code).put("message", message);
    if (!inner.isEmpty()) {
      error.putObject("innererror").put("code", inner);
    }
    return Reply.json(status, body);
  }

  static Reply unauthorized(Vault vault, String problem) {
    return reply(401, "Unauthorized", problem)
        .with(
            "WWW-Authenticate",
            "Bearer authorization=\"https://login.microsoftonline.com/%s\", resource=\"%s\""
                .formatted(vault.tenant(), VaultTokens.AUDIENCE));
  }

  static Reply firewall(Vault vault, Tokens.Claims caller, VaultFirewall.Refusal refusal) {
    return reply(
        403,
        "Forbidden",
        "%s\r\nClient address: %s\r\nCaller: %s\r\nVault: %s"
            .formatted(
                refusal.message(), refusal.clientAddress(), name(caller), vault.nameAndPlace()),
        refusal.code());
  }

  static Reply rbac(Vault vault, Tokens.Claims caller, String resource) {
    return reply(
        403,
        "Forbidden",
        ("Caller is not authorized to perform action on resource.\r\nIf role assignments, deny"
                + " assignments or role definitions were changed recently, please observe"
                + " propagation time.\r\nCaller: %s\r\nAction:"
                + " 'Microsoft.KeyVault/vaults/secrets/getSecret/action'\r\nResource: '%s'\r\n"
                + "Assignment: (not found)\r\nDenyAssignmentId: null\r\nDecisionReason:"
                + " 'DeniedWithNoValidRBAC'\r\nVault: %s\r\n")
            .formatted(name(caller), resource, vault.nameAndPlace()),
        "ForbiddenByRbac");
  }

  static Reply policy(Vault vault, Tokens.Claims caller) {
    return reply(
        403,
        "Forbidden",
        "The user, group or application '%s' does not have secrets get permission on key vault '%s'."
            .formatted(name(caller), vault.nameAndPlace()),
        "AccessDenied");
  }

  static Reply noSecret(String name, String version) {
    String wanted = version.isEmpty() ? name : name + "/" + version;
    return reply(
        404,
        "SecretNotFound",
        "A secret with (name/id) %s was not found in this key vault. If you recently deleted this"
            .concat(" secret you may be able to recover it using the correct recovery command.")
            .formatted(wanted));
  }

  private static String name(Tokens.Claims caller) {
    return "appid=%s;oid=%s;iss=%s".formatted(caller.client(), caller.principal(), caller.issuer());
  }
}
