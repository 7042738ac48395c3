package dev.azurepatroni.lab.platform.vault;

import dev.azurepatroni.lab.platform.metadata.Tokens;
import dev.azurepatroni.lab.platform.web.Request;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** Whether a request to a vault carries a token that holds. */
public final class VaultTokens {
  static final String AUDIENCE = "https://vault.azure.net";

  /** By name or as the application that all vaults are; with a slash at its end it is another. */
  private static final Set<String> AUDIENCES =
      Set.of(AUDIENCE, "cfa8b339-82a2-471a-a3c9-0fc0be7a4093");

  private static final String SCHEME = "Bearer ";

  private final Tokens tokens;
  private final Clock clock;

  /**
   * Who asks, or what is wrong.
   *
   * @param claims of a valid token; null for any other
   * @param problem in Azure's words otherwise
   */
  public record Answer(Tokens.Claims claims, String problem) {
    private static Answer refused(String problem) {
      return new Answer(null, problem);
    }
  }

  VaultTokens(Tokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Checks the token of a request. */
  public Answer check(Request request, Vault vault) {
    String header = request.header("Authorization").orElse("");
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Answer.refused("AKV10000: Request is missing a Bearer or PoP token.");
    }
    Optional<Tokens.Claims> read = tokens.read(header.substring(SCHEME.length()).strip());
    if (read.isEmpty()) {
      return Answer.refused("AKV10046: Unable to resolve the key used for signature validation.");
    }
    Tokens.Claims claims = read.get();
    if (!claims.holdsAt(clock.instant())) {
      return Answer.refused("[TokenExpired] Error validating token: IDX10223.");
    }
    if (!AUDIENCES.contains(claims.audience())) {
      return Answer.refused(
          "AKV10022: Invalid audience. Expected %s, found: %s."
              .formatted(AUDIENCE, claims.audience()));
    }
    if (!claims.tenant().equalsIgnoreCase(vault.tenant())) {
      return Answer.refused(
          "AKV10032: Invalid issuer. Expected one of https://sts.windows.net/%s/, found %s."
              .formatted(vault.tenant(), claims.issuer()));
    }
    return new Answer(claims, "");
  }
}
