package dev.azurepatroni.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.review.comment.Comment;
import dev.azurepatroni.review.comment.PlannedOver;
import dev.azurepatroni.review.plan.PlanDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .github/scripts/github} with a fake {@code gh} on the PATH. */
class GitHubScriptTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCRIPT = Path.of("../../.github/scripts/github").toAbsolutePath();
  private static final Path FAKE = Path.of("src/test/github").toAbsolutePath();
  private static final String COMMENTS = "issues/7/comments";
  private static final String MARK = "<!-- azure-patroni review -->";

  @TempDir Path folder;
  private ObjectNode state;
  private Path comment;

  @BeforeEach
  void prepare() throws IOException {
    state = JSON.createObjectNode();
    add("pulls", "{'number': 7, 'state': 'open', 'head': {'sha': 'abc'}}");
    comment = folder.resolve("review.md");
    Files.writeString(comment, deployed("tag"));
  }

  @Test
  void aCommentIsCreatedOnceAndUpdatedInPlace() throws Exception {
    for (int i = 1; i <= 3; i++) {
      add(COMMENTS, "{'id': %d, 'user': {'login': 'somebody'}, 'body': 'looks good'}".formatted(i));
    }

    assertThat(publish("team:topic", "abc").out())
        .isEqualTo("comment created: https://github.test/103\n");
    assertThat(publish("team:topic", "abc").out()).startsWith("comment unchanged");
    Files.writeString(comment, deployed("zone"));
    assertThat(publish("team:topic", "abc").out())
        .isEqualTo("comment updated: https://github.test/103\n");

    assertThat(state().path(COMMENTS)).hasSize(4);
    assertThat(state().path(COMMENTS).path(3).path("body").asText()).isEqualTo(deployed("zone"));
  }

  @Test
  void aCommentThatSomebodyElseMarkedIsNotTouched() throws Exception {
    add(COMMENTS, "{'id': 1, 'user': {'login': 'mallory'}, 'body': '%s digest'}".formatted(MARK));

    assertThat(publish("team:topic", "abc").out()).startsWith("comment created");
    assertThat(state().path(COMMENTS)).hasSize(2);
  }

  @Test
  void theDeploymentGetsThePlanOfTheMergedPullRequest() throws Exception {
    merged();
    publish("team:topic", "abc");

    ProgramRun plan = run("plan", "prod", "--commit", "merge");

    assertThat(plan.status()).as(plan.err()).isZero();
    assertThat(PlanDigest.parse(plan.out())).isEqualTo(PlanDigest.of(Scenario.plan("tag")));
    assertThat(run("plan", "lab", "--commit", "merge").err())
        .contains("pull request 7 has no plan of lab over what is deployed");
    assertThat(run("plan", "prod", "--commit", "old").err())
        .contains("old is not the merge of a pull request");
  }

  @Test
  void carriageReturnsFromGitHubDoNotHideThePlan() throws Exception {
    merged();
    ObjectNode entry = (ObjectNode) JSON.readTree("{\"id\": 9}");
    entry.withObject("/user").put("login", "github-actions[bot]");
    entry.put("body", deployed("tag").replace("\n", "\r\n"));
    state.withArray(COMMENTS).add(entry);

    assertThat(run("plan", "prod", "--commit", "merge").status()).isZero();
  }

  @Test
  void aPlanOverTheEmulatorIsNotDeployed() throws Exception {
    merged();
    Files.writeString(comment, Scenario.comment(Scenario.planned("tag")).text(Comment.LIMIT));
    publish("team:topic", "abc");

    assertThat(run("plan", "prod", "--commit", "merge").status()).isEqualTo(1);
  }

  @Test
  void aPlanThatAForkWroteIsNotDeployed() throws Exception {
    merged();

    assertThat(publish("stranger:topic", "abc").out()).startsWith("comment created");

    assertThat(run("plan", "prod", "--commit", "merge").status()).isEqualTo(1);
    assertThat(state().path(COMMENTS).path(0).path("body").asText())
        .startsWith(MARK)
        .doesNotContain("azure-patroni plan");
  }

  @Test
  void aBranchWithANewerCommitIsNotCommented() throws Exception {
    ProgramRun run = publish("team:topic", "def");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("no open pull request of team:topic is at def");
    assertThat(state().has(COMMENTS)).isFalse();
  }

  @Test
  void aTextThatIsNotAReviewIsRefused() throws Exception {
    Files.writeString(comment, "hello");

    assertThat(publish("team:topic", "abc").status()).isEqualTo(1);
    assertThat(folder.resolve("calls")).doesNotExist();
  }

  @Test
  void driftOpensOneIssueUpdatesItAndClosesIt() throws Exception {
    add(
        "issues",
        "{'number': 1, 'state': 'open', 'pull_request': {}, 'body': null, 'user': {'login': 'a'}}");

    assertThat(drift("").out()).isEqualTo("no drift, no issue\n");
    assertThat(drift("first\n").out()).startsWith("issue created");
    assertThat(drift("second\n").out()).startsWith("issue updated");
    assertThat(drift("second\n").out()).startsWith("issue unchanged");
    assertThat(drift("").out()).startsWith("issue closed");
    assertThat(state().path("issues").path(1).path("state").asText()).isEqualTo("closed");
    assertThat(drift("").out()).isEqualTo("no drift, no issue\n");
    assertThat(drift("third\n").out()).startsWith("issue created");
  }

  @Test
  void aRefusedCallNamesTheMissingPermission() throws Exception {
    state.put("refuse", true);

    ProgramRun run = publish("team:topic", "abc");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("Resource not accessible by integration")
        .contains("the job needs `pull-requests: write`");
  }

  private static String deployed(String scenario) {
    return new Comment("main", PlannedOver.DEPLOYED, List.of(Scenario.planned(scenario)))
        .text(Comment.LIMIT);
  }

  private void merged() throws IOException {
    String path = "commits/merge/pulls";
    add(path, "{'number': 6, 'merge_commit_sha': 'old', 'merged_at': '2026-01-01'}");
    add(path, "{'number': 8, 'merge_commit_sha': 'merge', 'merged_at': null}");
    add(path, "{'number': 7, 'merge_commit_sha': 'merge', 'merged_at': '2026-01-02'}");
    add("commits/old/pulls", "{'number': 6, 'merge_commit_sha': 'x', 'merged_at': '2026-01-01'}");
  }

  private void add(String path, String entry) throws IOException {
    state.withArray(path).add(JSON.readTree(entry.replace('\'', '"')));
  }

  private JsonNode state() throws IOException {
    return JSON.readTree(folder.resolve("state.json").toFile());
  }

  private ProgramRun publish(String branch, String commit) throws Exception {
    return run("comment", comment.toString(), "--branch", branch, "--commit", commit);
  }

  private ProgramRun drift(String text) throws Exception {
    return run("drift", Files.writeString(folder.resolve("drift.md"), text).toString());
  }

  private ProgramRun run(String... arguments) throws Exception {
    if (!Files.exists(folder.resolve("state.json"))) {
      JSON.writeValue(folder.resolve("state.json").toFile(), state);
    }
    List<String> command = new ArrayList<>(List.of("python3", SCRIPT.toString()));
    command.addAll(List.of(arguments));
    Map<String, String> environment =
        Map.of("FAKE_GH", folder.toString(), "GITHUB_REPOSITORY", "team/cluster");
    return ProgramRun.of(command, folder, FAKE, environment);
  }
}
