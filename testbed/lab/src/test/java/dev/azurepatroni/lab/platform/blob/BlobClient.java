package dev.azurepatroni.lab.platform.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.azurepatroni.lab.platform.SourceClient;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests as pgBackRest writes them.
 *
 * @param http the connection
 * @param token who asks
 */
record BlobClient(SourceClient http, String token) {
  static final String VERSION = "2024-08-04";

  SourceClient.Answer send(String method, String path) throws IOException {
    return send(method, path, Map.of(), "");
  }

  SourceClient.Answer send(String method, String path, Map<String, String> more, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    Map<String, String> headers = new TreeMap<>();
    headers.put("x-ms-version", VERSION);
    headers.put("Authorization", "Bearer " + token);
    headers.put("Content-Length", Integer.toString(bytes.length));
    if (bytes.length > 0) {
      headers.put("Content-MD5", md5(bytes));
    }
    headers.putAll(more);
    headers.values().removeIf(String::isEmpty);
    return http.send(method, path, headers, bytes);
  }

  SourceClient.Answer put(String path, String body) throws IOException {
    return send("PUT", path, Map.of("x-ms-blob-type", "BlockBlob"), body);
  }

  SourceClient.Answer get(String path) throws IOException {
    return send("GET", path);
  }

  /** The list of a container; {@code query} continues the query. */
  SourceClient.Answer list(String container, String query) throws IOException {
    return get(container + "?restype=container&comp=list" + query);
  }

  SourceClient.Answer deleteAll(String container, String... paths) throws IOException {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < paths.length; i++) {
      body.append(i == 0 ? "" : "\r\n")
          .append("--QKX4EYg4\r\nContent-Type: application/http\r\n")
          .append("Content-Transfer-Encoding: binary\r\nContent-ID: %d\r\n\r\n".formatted(i))
          .append("DELETE %s HTTP/1.1\r\n".formatted(paths[i]))
          .append("authorization: Bearer %s\r\ncontent-length: 0\r\n\r\n".formatted(token));
    }
    return send(
        "POST",
        container + "?comp=batch&restype=container",
        Map.of("Content-Type", "multipart/mixed; boundary=QKX4EYg4"),
        body + "\r\n--QKX4EYg4--\r\n");
  }

  static String md5(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The texts between tags of a name, joined by a space. */
  static String texts(SourceClient.Answer answer, String tag) {
    StringBuilder texts = new StringBuilder();
    Matcher found = Pattern.compile("<%1$s>([^<]*)</%1$s>".formatted(tag)).matcher(answer.body());
    while (found.find()) {
      texts.append(texts.isEmpty() ? "" : " ").append(found.group(1));
    }
    return texts.toString();
  }

  static String code(SourceClient.Answer answer) {
    return answer.headers().getOrDefault("x-ms-error-code", "");
  }
}
