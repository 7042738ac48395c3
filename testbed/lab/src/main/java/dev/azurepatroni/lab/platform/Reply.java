package dev.azurepatroni.lab.platform;

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
 * @param headers beside those of the body's length
 * @param length of the body in bytes
 * @param body read once, then closed
 */
record Reply(int status, Map<String, String> headers, long length, InputStream body) {

  Reply {
    headers = Map.copyOf(headers);
  }

  static Reply json(int status, JsonNode json) {
    return bytes(
        status,
        "application/json; charset=utf-8",
        json.toString().getBytes(StandardCharsets.UTF_8));
  }

  static Reply text(int status, String text) {
    return bytes(
        status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static Reply bytes(int status, String type, byte[] bytes) {
    return new Reply(
        status, Map.of("Content-Type", type), bytes.length, new ByteArrayInputStream(bytes));
  }

  static Reply empty(int status) {
    return new Reply(status, Map.of(), 0, InputStream.nullInputStream());
  }

  Reply with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, length, body);
  }
}
