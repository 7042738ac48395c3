package dev.azurepatroni.review.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishTest {
  private static final String MARK = "<!-- mark -->";
  private static final String COMMENTS = "/issues/7/comments";

  private FakeGitHub server;
  private PullRequests pulls;
  private DriftIssue issue;

  @BeforeEach
  void start() throws IOException {
    server = new FakeGitHub();
    GitHub github = GitHub.from(server.environment());
    pulls = new PullRequests(github, FakeGitHub.BOT, MARK);
    issue = new DriftIssue(github, FakeGitHub.BOT);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aCommentIsMadeOnceAndUpdatedInItsPlace() throws Exception {
    for (int i = 1; i <= 3; i++) {
      server.add(COMMENTS, comment(i, "somebody", "looks good"));
    }

    assertThat(pulls.publish(7, MARK + "one"))
        .isEqualTo(new Written("created", "https://github.test/101"));
    assertThat(pulls.publish(7, MARK + "two"))
        .isEqualTo(new Written("updated", "https://github.test/101"));
    assertThat(pulls.publish(7, MARK + "two").done()).isEqualTo("as before");
    assertThat(server.all(COMMENTS))
        .hasSize(4)
        .last()
        .extracting(it -> it.path("body").asText())
        .isEqualTo(MARK + "two");
    assertThat(pulls.comment(7)).contains(MARK + "two");
  }

  @Test
  void aCommentThatSomebodyElseMarkedIsLeftAlone() throws Exception {
    server.add(COMMENTS, comment(1, "mallory", MARK + "digest of mine"));

    assertThat(pulls.comment(7)).isEmpty();
    assertThat(pulls.publish(7, MARK + "one").done()).isEqualTo("created");
  }

  @Test
  void theOpenPullRequestOfABranchIsFoundAtThatCommitOnly() throws Exception {
    server.add("/pulls", "{\"number\": 7, \"state\": \"open\", \"head\": {\"sha\": \"abc\"}}");

    assertThat(pulls.open("fork:topic", "abc")).contains(7);
    assertThat(pulls.open("fork:topic", "def")).isEmpty();
  }

  @Test
  void aCommitIsMergedByThePullRequestThatEndsInIt() throws Exception {
    server.add("/commits/abc/pulls", pull(6, "old", "\"2026-01-01\""));
    server.add("/commits/abc/pulls", pull(8, "abc", "null"));
    server.add("/commits/abc/pulls", pull(7, "abc", "\"2026-01-02\""));

    assertThat(pulls.merged("abc")).contains(7);
  }

  @Test
  void driftOpensOneIssueFollowsItAndClosesIt() throws Exception {
    server.add(
        "/issues", "{\"number\": 1, \"state\": \"open\", \"pull_request\": {}, \"body\": \"\"}");

    assertThat(issue.close()).isEmpty();
    assertThat(issue.tell("first\n").done()).isEqualTo("created");
    assertThat(issue.tell("second\n").done()).isEqualTo("updated");
    assertThat(issue.tell("second\n").done()).isEqualTo("as before");
    assertThat(issue.close()).get().extracting(Written::done).isEqualTo("closed");
    assertThat(server.all("/issues").get(1).path("state").asText()).isEqualTo("closed");
    assertThat(issue.close()).isEmpty();
    assertThat(issue.tell("third\n").done()).isEqualTo("created");
  }

  @Test
  void saysWhatTheTokenLacks() {
    server.refuse(403);

    assertThatThrownBy(() -> pulls.publish(7, MARK))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "GET /repos/team/cluster/issues/7/comments: 403 Refused; the token may not: give the job"
                + " `pull-requests: write` or `issues: write`; a fork's pull request never gets it");
  }

  @Test
  void saysThatNobodyAnswers() {
    server.close();

    assertThatThrownBy(() -> pulls.comment(7))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not answer");
  }

  @Test
  void namesAllThatTheEnvironmentLacks() {
    assertThatThrownBy(() -> GitHub.from(Map.of("GITHUB_API_URL", "nowhere")))
        .hasMessage(
            "GITHUB_REPOSITORY has to be OWNER/NAME; GITHUB_TOKEN is not set; GITHUB_API_URL is no"
                + " address: nowhere");
  }

  private static String comment(int id, String author, String body) {
    return "{\"id\": %d, \"user\": {\"login\": \"%s\"}, \"body\": \"%s\"}"
        .formatted(id, author, body);
  }

  private static String pull(int number, String merge, String mergedAt) {
    return "{\"number\": %d, \"merge_commit_sha\": \"%s\", \"merged_at\": %s}"
        .formatted(number, merge, mergedAt);
  }
}
