package dev.azurepatroni.review.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Pull requests, and the one comment of each. */
public final class PullRequests {
  private final GitHub github;
  private final String author;
  private final String mark;

  /**
   * Of a repository.
   *
   * @param author whose comments count
   * @param mark what the comment begins with
   */
  public PullRequests(GitHub github, String author, String mark) {
    this.github = github;
    this.author = author;
    this.mark = mark;
  }

  /**
   * The open pull request of a branch.
   *
   * @param branch {@code OWNER:NAME}
   * @param commit its head has to be this, so that nothing is said of what came later
   */
  public Optional<Integer> open(String branch, String commit)
      throws IOException, InterruptedException {
    String head = URLEncoder.encode(branch, StandardCharsets.UTF_8);
    for (JsonNode pull : github.list("/pulls?state=open&head=" + head)) {
      if (pull.at("/head/sha").asText().equals(commit)) {
        return Optional.of(pull.path("number").asInt());
      }
    }
    return Optional.empty();
  }

  /** The pull request by which a commit came to where it is. */
  public Optional<Integer> merged(String commit) throws IOException, InterruptedException {
    for (JsonNode pull : github.list("/commits/" + commit + "/pulls")) {
      if (pull.path("merge_commit_sha").asText().equals(commit)
          && !pull.path("merged_at").isNull()) {
        return Optional.of(pull.path("number").asInt());
      }
    }
    return Optional.empty();
  }

  /** The comment's text. */
  public Optional<String> comment(int pull) throws IOException, InterruptedException {
    return found(pull).map(it -> it.path("body").asText());
  }

  /** Writes the comment, in the place of the one before. */
  public Written publish(int pull, String body) throws IOException, InterruptedException {
    ObjectNode content = JsonNodeFactory.instance.objectNode().put("body", body);
    Optional<JsonNode> before = found(pull);
    if (before.isEmpty()) {
      return Written.created(github.post("/issues/" + pull + "/comments", content));
    }
    if (before.get().path("body").asText().equals(body)) {
      return Written.same(before.get());
    }
    return Written.updated(
        github.patch("/issues/comments/" + before.get().path("id").asLong(), content));
  }

  private Optional<JsonNode> found(int pull) throws IOException, InterruptedException {
    return github.written("/issues/" + pull + "/comments", author, mark);
  }
}
