package dev.azurepatroni.lab.platform.metadata;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.azurepatroni.lab.platform.caller.Identity;
import dev.azurepatroni.lab.platform.web.Reply;
import dev.azurepatroni.lab.platform.web.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Tokens for a VM's identities: without a name that of the one which the system assigned, or of the
 * only user-assigned one. Rules and errors: learn.microsoft.com, "How to use managed identities for
 * Azure resources on an Azure VM to acquire an access token".
 */
public final class TokenEndpoint {
  /** Path of token requests. */
  public static final String PATH = "/metadata/identity/oauth2/token";

  /** Tokens came with this version of the service. */
  private static final String OLDEST = "2018-02-01";

  /** What distinguishes one identity from the others, and whether case counts. */
  private static final Map<String, Function<Identity, String>> SELECTORS =
      Map.of(
          "client_id",
          Identity::client,
          "object_id",
          Identity::principal,
          "msi_res_id",
          Identity::id);

  private static final String RESOURCE =
      "(https|api)://[^/\\s]+(/\\S*)?|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

  private final Tokens tokens;

  /** The endpoint that issues these tokens. */
  public TokenEndpoint(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Answers a caller with an identity of the system's or none, and with these of users. */
  public Reply answer(Request request, Optional<Identity> system, List<Identity> identities) {
    Optional<String> version = request.query("api-version");
    if (version.isEmpty()) {
      return refused("invalid_request", "Required query variable 'api-version' is missing");
    }
    if (!InstanceMetadata.isVersion(version.get()) || version.get().compareTo(OLDEST) < 0) {
      return refused("invalid_request", "Invalid 'api-version' requested");
    }
    Optional<String> resource = request.query("resource").filter(value -> !value.isEmpty());
    if (resource.isEmpty()) {
      return refused("invalid_request", "Required query variable 'resource' is missing");
    }
    List<String> given =
        SELECTORS.keySet().stream().filter(entry -> request.query(entry).isPresent()).toList();
    if (given.size() > 1) {
      return refused(
          "invalid_request", "Only one of client_id, object_id and msi_res_id may be specified");
    }
    List<Identity> meant =
        given.stream()
            .findFirst()
            .map(found -> chosen(identities, found, request.query(found).orElse("")).toList())
            .orElse(system.map(List::of).orElse(identities));
    if (meant.isEmpty()) {
      return refused("invalid_request", "Identity not found");
    }
    if (meant.size() > 1) {
      return refused(
          "invalid_request",
          "Multiple user assigned identities exist, please specify the clientId / resourceId of the"
              + " identity in the token request");
    }
    return token(meant.get(0), resource.get());
  }

  private static Stream<Identity> chosen(List<Identity> identities, String by, String value) {
    return identities.stream()
        .filter(identity -> SELECTORS.get(by).apply(identity).equalsIgnoreCase(value));
  }

  private Reply token(Identity identity, String resource) {
    if (!resource.matches(RESOURCE)) {
      return refused(
          "invalid_resource",
          "AADSTS500011: The resource principal named %s was not found in the tenant named %s."
              .formatted(resource, identity.tenant()));
    }
    Tokens.Claims claims = tokens.claims(identity, resource);
    String seconds = Long.toString(Tokens.LIFE.toSeconds());
    return Reply.json(
        200,
        JsonNodeFactory.instance
            .objectNode()
            .put("access_token", tokens.issue(claims))
            .put("client_id", identity.client())
            .put("expires_in", seconds)
            .put("expires_on", Long.toString(claims.expires().getEpochSecond()))
            .put("ext_expires_in", seconds)
            .put("not_before", Long.toString(claims.notBefore().getEpochSecond()))
            .put("resource", resource)
            .put("token_type", "Bearer"));
  }

  /** An error in the form of Azure AD. */
  public static Reply refused(String error, String description) {
    return Reply.json(
        400,
        JsonNodeFactory.instance
            .objectNode()
            .put("error", error)
            .put("error_description", description));
  }
}
