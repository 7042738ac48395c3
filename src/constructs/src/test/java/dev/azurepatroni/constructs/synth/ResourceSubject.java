package dev.azurepatroni.constructs.synth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.stream.Stream;

/** What can be asserted on a resource. */
public final class ResourceSubject {
  private static final JsonMapper JSON = new JsonMapper();

  private final Resource actual;

  ResourceSubject(Resource actual) {
    this.actual = actual;
  }

  /** An argument, by its path, has this literal value. */
  public ResourceSubject has(String path, Object value) {
    JsonNode expected = JSON.valueToTree(value);
    JsonNode found = actual.at(path);
    if (!expected.equals(found)) {
      throw expected(path, expected).and("but it is", shown(found)).failure();
    }
    return this;
  }

  /** The argument is not written, so that the provider's default holds. */
  public ResourceSubject hasNo(String path) {
    JsonNode found = actual.at(path);
    if (!found.isMissingNode() && !found.isNull()) {
      throw expected(path, "nothing").and("but it is", shown(found)).failure();
    }
    return this;
  }

  /** An argument refers to exactly these resources, by their addresses. */
  public ResourceSubject refers(String path, String... addresses) {
    List<String> found = actual.references(path);
    if (!sorted(found.stream()).equals(sorted(Stream.of(addresses)))) {
      throw Facts.of("expected", actual.address())
          .and("to refer by " + path + " to", List.of(addresses))
          .and("but it refers to", found)
          .and("in", shown(actual.at(path)))
          .failure();
    }
    return this;
  }

  /** The resource is made after all of these, by their addresses. */
  public ResourceSubject waitsFor(String... addresses) {
    List<String> found = actual.dependsOn();
    List<String> missing = Stream.of(addresses).filter(each -> !found.contains(each)).toList();
    if (!missing.isEmpty()) {
      throw Facts.of("expected", actual.address())
          .and("to wait for", missing)
          .and("but it waits for", found)
          .failure();
    }
    return this;
  }

  private Facts expected(String path, Object value) {
    return Facts.of("expected", actual.address()).and("to have " + path, value);
  }

  private static List<String> sorted(Stream<String> addresses) {
    return addresses.sorted().toList();
  }

  private static Object shown(JsonNode found) {
    return found.isMissingNode() ? "not written" : found;
  }
}
