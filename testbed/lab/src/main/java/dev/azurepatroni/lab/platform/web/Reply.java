package dev.azurepatroni.lab.platform.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What a service answers.
 *
 * @param status of HTTP
 * @param headers in addition to those of the body's length
 * @param length of the body in bytes
 * @param body read once, then closed
 */
public record Reply(int status, Map<String, String> headers, long length, InputStream body) {

  public Reply {
    headers = Map.copyOf(headers);
  }

  /** A JSON body. */
  public static Reply json(int status, JsonNode json) {
    return bytes(
        status,
        "application/json; charset=utf-8",
        json.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A plain text body. */
  public static Reply text(int status, String text) {
    return bytes(
        status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static Reply bytes(int status, String type, byte[] bytes) {
    return new Reply(
        status, Map.of("Content-Type", type), bytes.length, new ByteArrayInputStream(bytes));
  }

  /** No body. */
  public static Reply empty(int status) {
    return new Reply(status, Map.of(), 0, InputStream.nullInputStream());
  }

  /** The same with one more header. */
  public Reply with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, length, body);
  }
}
