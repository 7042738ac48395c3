package dev.azurepatroni.lab.platform.blob;

import dev.azurepatroni.lab.platform.metadata.Tokens;
import dev.azurepatroni.lab.platform.web.Request;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a request carries a token that holds: learn.microsoft.com, "Authorize with Microsoft
 * Entra ID" of the storage services.
 */
public final class BlobTokens {
  /** The resource of tokens for every account. */
  static final String RESOURCE = "https://storage.azure.com";

  private static final Set<String> AUDIENCES =
      Set.of(RESOURCE, "e406a681-f3d4-42a8-90b6-c2b029497af1");
  private static final String SCHEME = "Bearer ";

  /** The first version of the protocol that takes tokens. */
  private static final String OLDEST = "2017-11-09";

  private final Tokens tokens;
  private final Clock clock;

  /**
   * Who asks, or what is wrong.
   *
   * @param claims of a valid token; null for any other
   * @param error otherwise
   * @param detail in Azure's words; empty for none
   */
  record Answer(Tokens.Claims claims, BlobError error, String detail) {
    private static Answer refused(BlobError error, String detail) {
      return new Answer(null, error, detail);
    }
  }

  BlobTokens(Tokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Checks the token of a request. */
  Answer check(Request request, StorageAccount account) {
    String header = request.header("Authorization").orElse("");
    if (header.regionMatches(true, 0, "SharedKey", 0, 9) || request.query("sig").isPresent()) {
      return Answer.refused(BlobError.NO_KEYS, "");
    }
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Answer.refused(BlobError.NO_AUTHENTICATION, "");
    }
    if (request.header("x-ms-version").orElse("").compareTo(OLDEST) < 0) {
      return Answer.refused(BlobError.NO_HEADER, "");
    }
    Optional<Tokens.Claims> read = tokens.read(header.substring(SCHEME.length()).strip());
    if (read.isEmpty()) {
      return Answer.refused(BlobError.BAD_AUTHENTICATION, "Signature validation failed.");
    }
    Tokens.Claims claims = read.get();
    if (!claims.holdsAt(clock.instant())) {
      return Answer.refused(
          BlobError.BAD_AUTHENTICATION,
          clock.instant().isBefore(claims.notBefore())
              ? "Lifetime validation failed. The token is not yet valid."
              : "Lifetime validation failed. The token is expired.");
    }
    String audience = claims.audience().toLowerCase(Locale.ROOT).replaceFirst("/$", "");
    if (!AUDIENCES.contains(audience) && !audience.equals("https://" + account.host())) {
      return Answer.refused(
          BlobError.BAD_AUTHENTICATION, "Audience validation failed. Audience did not match.");
    }
    return new Answer(claims, null, "");
  }
}
