package dev.azurepatroni.lab.platform.blob;

import dev.azurepatroni.lab.platform.web.Reply;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Answers with the headers that all of them have. */
final class BlobReplies {
  private static final String VERSION = "2024-08-04";

  private BlobReplies() {}

  static Reply xml(int status, String text) {
    byte[] bytes = (BlobXml.HEAD + text).getBytes(StandardCharsets.UTF_8);
    return new Reply(
        status,
        Map.of("Content-Type", "application/xml"),
        bytes.length,
        new ByteArrayInputStream(bytes));
  }

  static Reply error(BlobError error, String detail) {
    String more =
        detail.isEmpty()
            ? ""
            : "<AuthenticationErrorDetail>%s</AuthenticationErrorDetail>"
                .formatted(BlobXml.escape(detail));
    String id = UUID.randomUUID().toString();
    Reply reply =
        xml(
                error.status(),
                "<Error><Code>%s</Code><Message>%s\nRequestId:%s\nTime:%s</Message>%s</Error>"
                    .formatted(error.code(), error.message(), id, Instant.now(), more))
            .with("x-ms-error-code", error.code())
            .with("x-ms-request-id", id);
    return error.status() == 401
        ? reply.with(
            "WWW-Authenticate",
            "Bearer authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize"
                + " resource_id="
                + BlobTokens.RESOURCE)
        : reply;
  }

  /** A reply without a body. */
  static Reply empty(int status) {
    return Reply.empty(status);
  }

  /** Adds what every answer says. */
  static Reply complete(Reply reply, String version) {
    Reply complete =
        reply
            .with("Server", "Windows-Azure-Blob/1.0 Microsoft-HTTPAPI/2.0")
            .with("x-ms-version", version.isEmpty() ? VERSION : version);
    return reply.headers().containsKey("x-ms-request-id")
        ? complete
        : complete.with("x-ms-request-id", UUID.randomUUID().toString());
  }
}
