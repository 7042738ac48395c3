package dev.azurepatroni.emulator.terraform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * {@code small.tf.json}: a valid configuration with a resource of each type; tests change one
 * argument.
 */
record SmallStack(ObjectNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static SmallStack read() {
    return new SmallStack(file("small.tf.json"));
  }

  /** Reads a configuration from the test resources. */
  static ObjectNode file(String name) {
    try {
      return (ObjectNode) JSON.readTree(Path.of("src/test/resources", name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a resource, for a change. */
  ObjectNode resource(String address) {
    return (ObjectNode) ofType(address).path(name(address));
  }

  private ObjectNode ofType(String address) {
    return (ObjectNode) json.path("resource").path(address.substring(0, address.indexOf('.')));
  }

  private static String name(String address) {
    return address.substring(address.indexOf('.') + 1);
  }

  /**
   * Returns a copy in which one resource has other arguments. A missing one is a copy of the first
   * of its type.
   *
   * @param arguments as JSON with single quotes; null removes an argument
   */
  SmallStack with(String address, String arguments) {
    SmallStack copy = new SmallStack(json.deepCopy());
    ObjectNode ofType = copy.ofType(address);
    String like = ofType.has(name(address)) ? name(address) : ofType.fieldNames().next();
    ObjectNode resource = ofType.path(like).deepCopy();
    try {
      JsonNode changes = JSON.readTree(arguments.replace('\'', '"'));
      changes.properties().forEach(field -> resource.set(field.getKey(), field.getValue()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(arguments, e);
    }
    ofType.set(name(address), resource);
    return copy;
  }

  /** Returns a configuration with one resource and no references, for an import. */
  SmallStack alone(String address) {
    try {
      ObjectNode literal =
          (ObjectNode)
              JSON.readTree(resource(address).toString().replaceAll("\\$\\{[^}]*}", "elsewhere"));
      ObjectNode only = JSON.createObjectNode();
      only.set("terraform", json.path("terraform"));
      only.set("provider", json.path("provider"));
      only.withObject("/resource/" + address.substring(0, address.indexOf('.')))
          .set(name(address), literal);
      return new SmallStack(only);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
