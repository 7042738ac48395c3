package dev.azurepatroni.review.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/** Reads JSON. */
public final class JsonFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonFile() {}

  /**
   * Reads a file.
   *
   * @throws IOException if it does not exist or is not a JSON object; the message names it
   */
  public static JsonNode read(Path file) throws IOException {
    try {
      JsonNode read = JSON.readTree(file.toFile());
      if (!read.isObject()) {
        throw new IOException("%s is not a JSON object".formatted(file));
      }
      return read;
    } catch (JsonProcessingException e) {
      throw new IOException("%s is not JSON: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }
}
