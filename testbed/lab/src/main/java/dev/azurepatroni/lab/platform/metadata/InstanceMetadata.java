package dev.azurepatroni.lab.platform.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.inventory.LiveInventory;
import dev.azurepatroni.lab.platform.caller.Machine;
import dev.azurepatroni.lab.platform.web.Reply;
import dev.azurepatroni.lab.platform.web.Request;
import dev.azurepatroni.lab.platform.web.WebServer;
import java.util.Optional;
import java.util.Set;

/**
 * The instance metadata service: what a VM is, and tokens for its identities. Whom it speaks to it
 * knows by the address of the connection. Rules: learn.microsoft.com, "Azure Instance Metadata
 * Service".
 */
public final class InstanceMetadata implements WebServer.Service {
  private static final Set<String> VERSIONS =
      Set.of(
          "2017-03-01",
          "2017-04-02",
          "2017-08-01",
          "2017-10-01",
          "2017-12-01",
          "2018-02-01",
          "2018-04-02",
          "2018-10-01",
          "2019-02-01",
          "2019-03-11",
          "2019-04-30",
          "2019-06-01",
          "2019-06-04",
          "2019-08-01",
          "2019-08-15",
          "2019-11-01",
          "2020-06-01",
          "2020-07-15",
          "2020-09-01",
          "2020-10-01",
          "2020-12-01",
          "2021-01-01",
          "2021-02-01",
          "2021-03-01",
          "2021-05-01",
          "2021-08-01",
          "2021-10-01",
          "2021-11-01",
          "2021-11-15",
          "2021-12-13",
          "2023-07-01",
          "2023-11-15",
          "2024-03-15",
          "2024-07-17",
          "2025-04-07");
  private static final String INSTANCE = "/metadata/instance";
  private static final String SEE = " For more information refer to aka.ms/azureimds";

  private final LiveInventory live;
  private final TokenEndpoint tokens;

  /** The service over an inventory. */
  public InstanceMetadata(LiveInventory live, TokenEndpoint tokens) {
    this.live = live;
    this.tokens = tokens;
  }

  static boolean isVersion(String text) {
    return VERSIONS.contains(text);
  }

  @Override
  public Reply answer(Request request) {
    Inventory inventory = live.current();
    Optional<Machine> machine = Machine.at(inventory, request.source());
    if (machine.isEmpty()) {
      return error(404, "Not found. No VM has the address " + request.source().getHostAddress());
    }
    boolean token = request.rawPath().equals(TokenEndpoint.PATH);
    if (!token && !request.rawPath().matches(INSTANCE + "(/\\w+)*/?")) {
      return error(404, "Not found");
    }
    if (!request.method().equals("GET")) {
      return error(405, "Method not allowed").with("Allow", "GET");
    }
    // What was forwarded may come from anybody: section "Security and authentication".
    if (request.header("X-Forwarded-For").isPresent()) {
      return error(400, "Bad request. X-Forwarded-For is refused." + SEE);
    }
    if (!request.header("Metadata").orElse("").equalsIgnoreCase("true")) {
      String missing = "Required metadata header not specified";
      return token
          ? TokenEndpoint.refused("invalid_request", missing)
          : error(400, "Bad request. " + missing + "." + SEE);
    }
    return token
        ? tokens.answer(
            request, machine.get().systemIdentity(), machine.get().identities(inventory))
        : instance(request, inventory, machine.get());
  }

  private static Reply instance(Request request, Inventory inventory, Machine machine) {
    if (request.query("api-version").filter(InstanceMetadata::isVersion).isEmpty()) {
      ObjectNode body =
          errorBody(
              "Bad request. api-version is invalid or was not specified in the request." + SEE);
      body.putArray("newest-versions").add("2025-04-07").add("2024-07-17").add("2024-03-15");
      return Reply.json(400, body);
    }
    String part = request.rawPath().substring(INSTANCE.length()).replaceFirst("/$", "");
    JsonNode found = new InstanceDocument(inventory, machine).json().at(part);
    if (found.isMissingNode()) {
      return error(404, "Not found");
    }
    boolean text = request.query("format").filter("text"::equals).isPresent();
    return text && found.isValueNode() ? Reply.text(200, found.asText()) : Reply.json(200, found);
  }

  private static Reply error(int status, String message) {
    return Reply.json(status, errorBody(message));
  }

  private static ObjectNode errorBody(String message) {
    return JsonNodeFactory.instance.objectNode().put("error", message);
  }
}
