package dev.azurepatroni.review.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;

/** The one issue that tells of drift: open as long as there is some. */
public final class DriftIssue {
  private static final String MARK = "<!-- azure-patroni drift -->\n";
  private static final String TITLE = "What is deployed has drifted";

  private final GitHub github;
  private final String author;

  /**
   * In a repository.
   *
   * @param author whose issues count
   */
  public DriftIssue(GitHub github, String author) {
    this.github = github;
    this.author = author;
  }

  /** Opens it, or writes the newest into it. */
  public Written tell(String drift) throws IOException, InterruptedException {
    ObjectNode content =
        JsonNodeFactory.instance.objectNode().put("title", TITLE).put("body", MARK + drift);
    Optional<JsonNode> open = open();
    if (open.isEmpty()) {
      return Written.created(github.post("/issues", content));
    }
    if (open.get().path("body").asText().replace("\r", "").equals(MARK + drift)) {
      return Written.same(open.get());
    }
    return Written.updated(github.patch(path(open.get()), content));
  }

  /** Closes it, if it is open. */
  public Optional<Written> close() throws IOException, InterruptedException {
    Optional<JsonNode> open = open();
    if (open.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode closed =
        JsonNodeFactory.instance
            .objectNode()
            .put("state", "closed")
            .put("state_reason", "completed");
    return Optional.of(Written.closed(github.patch(path(open.get()), closed)));
  }

  private static String path(JsonNode issue) {
    return "/issues/" + issue.path("number").asInt();
  }

  private Optional<JsonNode> open() throws IOException, InterruptedException {
    return github.written("/issues?state=open", author, MARK.strip());
  }
}
