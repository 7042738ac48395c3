package dev.azurepatroni.review.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The endpoints of GitHub that a review calls: pull requests, comments, issues, in pages of two.
 */
public final class FakeGitHub implements AutoCloseable {
  /** In whose name a workflow writes. */
  public static final String BOT = "github-actions[bot]";

  private static final String ROOT = "/repos/team/cluster";
  private static final int PAGE = 2;
  private static final Pattern ONE = Pattern.compile("/issues(/comments)?/(\\d+)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, ArrayNode> lists = new LinkedHashMap<>();
  private final List<String> calls = new ArrayList<>();
  private int refusal;
  private int numbers = 100;

  /** Starts on a free port of this machine. */
  public FakeGitHub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** What a workflow's environment says. */
  public Map<String, String> environment() {
    return Map.of(
        "GITHUB_REPOSITORY", "team/cluster",
        "GITHUB_TOKEN", "a-token",
        "GITHUB_API_URL", "http://localhost:" + server.getAddress().getPort());
  }

  /** Adds an element to a list, such as {@code /issues/7/comments}. */
  public ObjectNode add(String list, String json) throws IOException {
    ObjectNode element = (ObjectNode) JSON.readTree(json);
    lists.computeIfAbsent(list, it -> JSON.createArrayNode()).add(element);
    return element;
  }

  /** The elements of a list. */
  public List<JsonNode> all(String list) {
    List<JsonNode> all = new ArrayList<>();
    lists.getOrDefault(list, JSON.createArrayNode()).forEach(all::add);
    return all;
  }

  /** Everything that was asked, method and path. */
  public List<String> calls() {
    return calls;
  }

  /** Answers with a status from now on. */
  public void refuse(int status) {
    refusal = status;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    calls.add(exchange.getRequestMethod() + " " + path);
    boolean known = "Bearer a-token".equals(exchange.getRequestHeaders().getFirst("Authorization"));
    if (refusal > 0 || !known || !path.startsWith(ROOT)) {
      send(exchange, refusal > 0 ? refusal : known ? 404 : 401, "{\"message\": \"Refused\"}");
      return;
    }
    String list = path.substring(ROOT.length());
    JsonNode body = JSON.readTree(exchange.getRequestBody());
    switch (exchange.getRequestMethod()) {
      case "GET" -> send(exchange, 200, page(exchange, list));
      case "POST" -> send(exchange, 201, made(list, body));
      case "PATCH" -> send(exchange, 200, changed(list, body));
      default -> send(exchange, 405, "{}");
    }
  }

  private String page(HttpExchange exchange, String list) {
    String query = exchange.getRequestURI().getQuery();
    Matcher asked = Pattern.compile("(?:^|&)page=(\\d+)").matcher(query);
    int page = asked.find() ? Integer.parseInt(asked.group(1)) : 1;
    List<JsonNode> all = new ArrayList<>(all(list));
    all.removeIf(it -> query.contains("state=open") && it.path("state").asText().equals("closed"));
    List<JsonNode> shown =
        all.subList(Math.min(all.size(), (page - 1) * PAGE), Math.min(all.size(), page * PAGE));
    if (page * PAGE < all.size()) {
      String root = environment().get("GITHUB_API_URL");
      exchange
          .getResponseHeaders()
          .add(
              "Link",
              "<%s%s%s?per_page=100&page=%d>; rel=\"next\", <x>; rel=\"last\""
                  .formatted(root, ROOT, list, page + 1));
    }
    return JSON.createArrayNode().addAll(shown).toString();
  }

  private String made(String list, JsonNode body) throws IOException {
    ObjectNode element = add(list, body.toString());
    element.withObject("/user").put("login", BOT);
    element.put("id", ++numbers).put("number", numbers).put("state", "open");
    return element.put("html_url", "https://github.test/" + numbers).toString();
  }

  private String changed(String path, JsonNode body) {
    Matcher one = ONE.matcher(path);
    if (!one.matches()) {
      return "{}";
    }
    String key = one.group(1) == null ? "number" : "id";
    for (ArrayNode list : lists.values()) {
      for (JsonNode element : list) {
        if (element.path(key).asText().equals(one.group(2))) {
          return ((ObjectNode) element).setAll((ObjectNode) body).toString();
        }
      }
    }
    return "{}";
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
