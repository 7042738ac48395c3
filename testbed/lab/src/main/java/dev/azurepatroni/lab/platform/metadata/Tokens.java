package dev.azurepatroni.lab.platform.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.lab.platform.caller.Identity;
import dev.azurepatroni.lab.platform.web.KeptFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Bearer tokens in the form of Entra's. Entra signs with a key whose other half everybody knows;
 * here who issues and who accepts are one program, so they share a key, kept in a file: a token
 * outlives a restart.
 */
public final class Tokens {
  /** learn.microsoft.com, "Managed identities for Azure resources FAQ": 24 hours. */
  public static final Duration LIFE = Duration.ofHours(24);

  private static final Duration LEEWAY = Duration.ofMinutes(5);
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final SecretKeySpec key;
  private final Clock clock;
  private final ObjectMapper mapper = new ObjectMapper();

  private Tokens(byte[] key, Clock clock) {
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.clock = clock;
  }

  /** Tokens signed by the key in a file, which is created if missing. */
  public static Tokens open(Path file, Clock clock) throws IOException {
    byte[] key =
        KeptFile.readOrMake(
            file,
            KeptFile.OWNER_ONLY,
            () -> {
              byte[] made = new byte[KEY_BYTES];
              new SecureRandom().nextBytes(made);
              return made;
            });
    if (key.length != KEY_BYTES) {
      throw new IOException(file + " is no key of tokens: delete it");
    }
    return new Tokens(key, clock);
  }

  /**
   * What a token says.
   *
   * @param principal the identity in its directory ({@code oid})
   * @param client the application that the identity is ({@code appid})
   * @param tenant the directory
   * @param audience whom the token is for
   * @param notBefore from when on it holds
   * @param expires when it ends
   */
  public record Claims(
      String principal,
      String client,
      String tenant,
      String audience,
      Instant notBefore,
      Instant expires) {

    public String issuer() {
      return "https://sts.windows.net/" + tenant + "/";
    }

    public boolean holdsAt(Instant time) {
      return !time.isBefore(notBefore) && time.isBefore(expires);
    }
  }

  /** What a token for an identity says from now on. */
  public Claims claims(Identity identity, String audience) {
    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    return new Claims(
        identity.principal(),
        identity.client(),
        identity.tenant(),
        audience,
        now.minus(LEEWAY),
        now.plus(LIFE));
  }

  /** A signed token. */
  public String issue(Claims claims) {
    ObjectNode header = mapper.createObjectNode().put("typ", "JWT").put("alg", "HS256");
    ObjectNode payload =
        mapper
            .createObjectNode()
            .put("aud", claims.audience())
            .put("iss", claims.issuer())
            .put("iat", claims.notBefore().getEpochSecond())
            .put("nbf", claims.notBefore().getEpochSecond())
            .put("exp", claims.expires().getEpochSecond())
            .put("appid", claims.client())
            .put("idp", claims.issuer())
            .put("oid", claims.principal())
            .put("sub", claims.principal())
            .put("tid", claims.tenant())
            .put("ver", "1.0");
    String signed = encode(header) + "." + encode(payload);
    return signed + "." + base64(sign(signed));
  }

  /** What a token says, if it is one of ours, whether it holds now or not. */
  public Optional<Claims> read(String token) {
    int end = token.lastIndexOf('.');
    List<String> parts = List.of(token.split("\\.", -1));
    if (parts.size() != 3) {
      return Optional.empty();
    }
    try {
      byte[] signature = Base64.getUrlDecoder().decode(parts.get(2));
      if (!MessageDigest.isEqual(signature, sign(token.substring(0, end)))) {
        return Optional.empty();
      }
      JsonNode payload = mapper.readTree(Base64.getUrlDecoder().decode(parts.get(1)));
      return Optional.of(
          new Claims(
              payload.path("oid").asText(),
              payload.path("appid").asText(),
              payload.path("tid").asText(),
              payload.path("aud").asText(),
              Instant.ofEpochSecond(payload.path("nbf").asLong()),
              Instant.ofEpochSecond(payload.path("exp").asLong())));
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String encode(ObjectNode json) {
    return base64(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private byte[] sign(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
