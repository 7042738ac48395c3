package dev.azurepatroni.review.github;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A repository on GitHub. */
public final class GitHub {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");
  private static final Pattern REPOSITORY = Pattern.compile("[\\w.-]+/[\\w.-]+");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int FINE = 299;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI api;
  private final String repository;
  private final String token;

  private GitHub(URI api, String repository, String token) {
    this.api = api;
    this.repository = repository;
    this.token = token;
  }

  /**
   * The repository that a workflow runs for.
   *
   * @param environment with {@code GITHUB_REPOSITORY}, {@code GITHUB_TOKEN} and, if it is not
   *     github.com, {@code GITHUB_API_URL}
   * @throws IOException if one is missing; the message names all that are
   */
  public static GitHub from(Map<String, String> environment) throws IOException {
    List<String> problems = new ArrayList<>();
    String repository = environment.getOrDefault("GITHUB_REPOSITORY", "");
    if (!REPOSITORY.matcher(repository).matches()) {
      problems.add("GITHUB_REPOSITORY has to be OWNER/NAME");
    }
    String token = environment.getOrDefault("GITHUB_TOKEN", "");
    if (token.isBlank()) {
      problems.add("GITHUB_TOKEN is not set");
    }
    String url = environment.getOrDefault("GITHUB_API_URL", "https://api.github.com");
    if (!url.matches("https?://\\S+")) {
      problems.add("GITHUB_API_URL is no address: " + url);
    }
    if (!problems.isEmpty()) {
      throw new IOException(String.join("; ", problems));
    }
    return new GitHub(URI.create(url), repository, token);
  }

  /** Every element of a list, over all its pages. */
  List<JsonNode> list(String path) throws IOException, InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    String separator = path.contains("?") ? "&" : "?";
    Optional<URI> page = Optional.of(address(path + separator + "per_page=100"));
    while (page.isPresent()) {
      HttpResponse<String> answer = send("GET", page.get(), Optional.empty());
      json(answer).forEach(all::add);
      page = next(answer);
    }
    return all;
  }

  /**
   * What the same author wrote before, among comments or issues.
   *
   * @param path of the list; pull requests, which GitHub counts among issues, are passed over
   * @param author whose they have to be; others' may hold the mark by chance or by intent
   * @param mark what they begin with
   */
  Optional<JsonNode> written(String path, String author, String mark)
      throws IOException, InterruptedException {
    return list(path).stream()
        .filter(
            it ->
                !it.has("pull_request")
                    && it.at("/user/login").asText().equals(author)
                    && it.path("body").asText().startsWith(mark))
        .findFirst();
  }

  JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
    return json(send("POST", address(path), Optional.of(body)));
  }

  JsonNode patch(String path, JsonNode body) throws IOException, InterruptedException {
    return json(send("PATCH", address(path), Optional.of(body)));
  }

  private URI address(String path) {
    return URI.create(api + "/repos/" + repository + path);
  }

  /** The next page; only from the place that the token is for. */
  private Optional<URI> next(HttpResponse<String> answer) {
    return answer
        .headers()
        .firstValue("link")
        .map(NEXT::matcher)
        .filter(Matcher::find)
        .map(it -> URI.create(it.group(1)))
        .filter(it -> String.valueOf(it.getAuthority()).equals(api.getAuthority()));
  }

  private HttpResponse<String> send(String method, URI address, Optional<JsonNode> body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Accept", "application/vnd.github+json")
            .header("Authorization", "Bearer " + token)
            .header("X-GitHub-Api-Version", "2022-11-28")
            .method(
                method,
                body.map(it -> HttpRequest.BodyPublishers.ofString(it.toString()))
                    .orElse(HttpRequest.BodyPublishers.noBody()))
            .build();
    HttpResponse<String> answer;
    try {
      answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IOException(
          "%s does not answer: %s"
              .formatted(api, Optional.ofNullable(e.getMessage()).orElse(e.toString())),
          e);
    }
    if (answer.statusCode() > FINE) {
      throw new IOException(complaint(method, address, answer));
    }
    return answer;
  }

  private static String complaint(String method, URI address, HttpResponse<String> answer) {
    String remedy =
        switch (answer.statusCode()) {
          case 401 -> "; the token is not accepted: set GITHUB_TOKEN to the job's own";
          case 403 ->
              "; the token may not: give the job `pull-requests: write` or `issues: write`; a fork's"
                  + " pull request never gets it";
          case 404 -> "; it is not there, or the token may not see it";
          default -> "";
        };
    return "%s %s: %d %s%s"
        .formatted(method, address.getPath(), answer.statusCode(), message(answer.body()), remedy);
  }

  private static String message(String body) {
    try {
      return JSON.readTree(body).path("message").asText("");
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new IOException("%s answers no JSON".formatted(answer.uri()), e);
    }
  }
}
