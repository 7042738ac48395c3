package dev.azurepatroni.verify.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.azurepatroni.topology.budget.FaultKind;
import dev.azurepatroni.verify.client.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a deployment from what {@code terraform output -json} prints, or from a state file. */
public final class Outputs {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode outputs;
  private final List<String> problems = new ArrayList<>();

  private Outputs(JsonNode outputs) {
    this.outputs = outputs;
  }

  /**
   * Reads it.
   *
   * @throws IOException if the file cannot be read or lacks an output; the message says which and
   *     what to do
   */
  public static DeployedCluster read(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("%s cannot be read: is the stack deployed?".formatted(file));
    }
    return parse(Files.readString(file), file.toString());
  }

  /** The same, of text; {@code source} says in messages where it comes from. */
  public static DeployedCluster parse(String text, String source) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IOException("%s is not JSON: %s".formatted(source, e.getOriginalMessage()), e);
    }
    Outputs reader = new Outputs(root.has("outputs") ? root.get("outputs") : root);
    DeployedCluster deployment = reader.deployment();
    if (!reader.problems.isEmpty()) {
      throw new IOException(
          "%s: %s: deploy the stack with this version first"
              .formatted(source, String.join("; ", reader.problems)));
    }
    return deployment;
  }

  private DeployedCluster deployment() {
    Map<String, String> hosts = texts("hosts");
    Endpoint database = endpoint("database", value("database_endpoint"));
    Endpoint pooler = endpoint("pooler", value("pooler_endpoint"));
    return new DeployedCluster(
        pooler,
        database,
        endpoints(addresses("patroni_urls"), hosts, database.port()),
        endpoints(addresses("pooler_addresses"), hosts, pooler.port()),
        hosts,
        names(addresses("etcd_urls"), hosts),
        value("max_client_connections").asInt(),
        budget(),
        texts("secrets"));
  }

  private JsonNode value(String output) {
    JsonNode value = outputs.path(output).path("value");
    if (value.isMissingNode() || value.isNull()) {
      String problem = "missing output " + output;
      if (!problems.contains(problem)) {
        problems.add(problem);
      }
      return MissingNode.getInstance();
    }
    return value;
  }

  private Endpoint endpoint(String name, JsonNode value) {
    try {
      return Endpoint.of(name, value.asText());
    } catch (IllegalArgumentException e) {
      if (!value.isMissingNode()) {
        problems.add(e.getMessage());
      }
      return new Endpoint(name, "", 0);
    }
  }

  /** The addresses of a list of addresses or of URLs. */
  private List<String> addresses(String output) {
    List<String> addresses = new ArrayList<>();
    for (JsonNode one : value(output)) {
      String text = one.asText();
      addresses.add(text.contains("://") ? URI.create(text).getHost() : text);
    }
    return addresses;
  }

  private static List<Endpoint> endpoints(
      List<String> addresses, Map<String, String> hosts, int port) {
    return addresses.stream()
        .map(address -> new Endpoint(name(address, hosts), address, port))
        .toList();
  }

  private static List<String> names(List<String> addresses, Map<String, String> hosts) {
    return addresses.stream().map(address -> name(address, hosts)).toList();
  }

  private static String name(String address, Map<String, String> hosts) {
    return hosts.entrySet().stream()
        .filter(host -> host.getValue().equals(address))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(address);
  }

  private Map<String, String> texts(String output) {
    Map<String, String> texts = new LinkedHashMap<>();
    value(output)
        .properties()
        .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
    return texts;
  }

  private List<DeployedCluster.Budget> budget() {
    List<DeployedCluster.Budget> budget = new ArrayList<>();
    for (JsonNode fault : value("rto_budget")) {
      String id = fault.path("id").asText();
      Optional<FaultKind> kind = FaultKind.find(id);
      if (kind.isEmpty()) {
        problems.add("the output rto_budget has an unknown fault id '%s'".formatted(id));
        continue;
      }
      JsonNode worst = fault.path("worst_seconds");
      budget.add(
          new DeployedCluster.Budget(
              kind.get(),
              fault.path("best_seconds").asDouble(),
              worst.asDouble(Double.POSITIVE_INFINITY)));
    }
    return budget;
  }
}
