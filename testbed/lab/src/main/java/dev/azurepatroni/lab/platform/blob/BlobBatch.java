package dev.azurepatroni.lab.platform.blob;

import com.sun.net.httpserver.Headers;
import dev.azurepatroni.lab.platform.web.Reply;
import dev.azurepatroni.lab.platform.web.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Several deletions in one request: learn.microsoft.com, "Blob Batch". Each is answered as if it
 * had come alone, in its order.
 */
final class BlobBatch {
  private static final Pattern BOUNDARY =
      Pattern.compile("multipart/mixed;\\s*boundary=\"?([^\";]+)\"?", Pattern.CASE_INSENSITIVE);
  private static final Pattern FIRST = Pattern.compile("(DELETE) (.+) HTTP/1\\.1");
  private static final int MOST = 256;
  private static final int LARGEST = 4 << 20;
  private static final String END = "\r\n";

  private BlobBatch() {}

  /** What answers one of them. */
  interface Service {
    Reply answer(Request request) throws IOException;
  }

  static Reply answer(Request request, Service service) throws IOException, BlobRefusedException {
    Matcher boundary = BOUNDARY.matcher(request.header("Content-Type").orElse(""));
    if (!boundary.matches()) {
      throw new BlobRefusedException(BlobError.BAD_BATCH);
    }
    List<String> parts = parts(request, boundary.group(1));
    String own = "batchresponse_" + UUID.randomUUID();
    StringBuilder text = new StringBuilder();
    for (String part : parts) {
      text.append("--").append(own).append(END).append(answer(request, part, service));
    }
    text.append("--").append(own).append("--").append(END);
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return new Reply(
        202,
        Map.of("Content-Type", "multipart/mixed; boundary=" + own),
        bytes.length,
        new ByteArrayInputStream(bytes));
  }

  private static List<String> parts(Request request, String boundary)
      throws IOException, BlobRefusedException {
    byte[] body = request.body().readNBytes(LARGEST + 1);
    String text = new String(body, StandardCharsets.UTF_8);
    List<String> pieces = List.of(text.split("(^|\r\n)--" + Pattern.quote(boundary), -1));
    // Before the first boundary there is nothing, after the last one two dashes.
    boolean whole = pieces.size() > 2 && pieces.get(pieces.size() - 1).startsWith("--");
    if (body.length > LARGEST || !whole || pieces.size() > MOST + 2) {
      throw new BlobRefusedException(BlobError.BAD_BATCH);
    }
    return pieces.subList(1, pieces.size() - 1);
  }

  private static String answer(Request batch, String part, Service service)
      throws IOException, BlobRefusedException {
    List<String> lines = new ArrayList<>(List.of(part.strip().split(END, -1)));
    int gap = lines.indexOf("");
    Matcher first = FIRST.matcher(gap < 0 || gap + 1 == lines.size() ? "" : lines.get(gap + 1));
    if (!first.matches()) {
      throw new BlobRefusedException(BlobError.BAD_BATCH);
    }
    String id = headers(lines.subList(0, gap)).getFirst("Content-ID");
    Headers headers = headers(lines.subList(gap + 2, lines.size()));
    headers.set("Host", batch.host());
    // Parts have the version of the batch.
    batch.header("x-ms-version").ifPresent(version -> headers.set("x-ms-version", version));
    Reply reply =
        service.answer(
            new Request(
                batch.source(),
                first.group(1),
                uri(first.group(2)),
                headers,
                InputStream.nullInputStream()));
    return "Content-Type: application/http%1$s%2$s%1$s%3$s"
        .formatted(END, id == null ? "" : "Content-ID: " + id + END, text(reply));
  }

  private static Headers headers(List<String> lines) {
    Headers headers = new Headers();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.add(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  /** pgBackRest writes the paths of parts without escapes. */
  private static URI uri(String text) throws BlobRefusedException {
    try {
      return new URI(text);
    } catch (URISyntaxException unescaped) {
      try {
        return new URI(null, null, text, null);
      } catch (URISyntaxException e) {
        throw new BlobRefusedException(BlobError.BAD_URI);
      }
    }
  }

  private static String text(Reply reply) throws IOException {
    StringBuilder text =
        new StringBuilder("HTTP/1.1 %d %s".formatted(reply.status(), reason(reply)));
    text.append(END);
    reply
        .headers()
        .forEach((name, value) -> text.append(name).append(": ").append(value).append(END));
    if (reply.length() > 0) {
      text.append("Content-Length: ").append(reply.length()).append(END);
    }
    text.append(END);
    try (InputStream body = reply.body()) {
      text.append(new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }
    return text.append(END).toString();
  }

  private static String reason(Reply reply) {
    return reply.status() == 202 ? "Accepted" : reply.headers().get("x-ms-error-code");
  }
}
