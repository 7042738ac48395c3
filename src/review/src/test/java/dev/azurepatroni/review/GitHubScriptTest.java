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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    add("pulls", pull("team/cluster", "abc", "main"));
    comment = folder.resolve("review.md");
    Files.writeString(comment, deployed("tag"));
  }

  @Test
  void aCommentIsCreatedOnceAndUpdatedInPlace() throws Exception {
    for (int i = 1; i <= 3; i++) {
      add(COMMENTS, "{'id': %d, 'user': {'login': 'somebody'}, 'body': 'looks good'}".formatted(i));
    }

    assertThat(publish("team/cluster", "abc").out())
        .isEqualTo("comment created: https://github.test/103\n");
    assertThat(publish("team/cluster", "abc").out()).startsWith("comment unchanged");
    Files.writeString(comment, deployed("zone"));
    assertThat(publish("team/cluster", "abc").out())
        .isEqualTo("comment updated: https://github.test/103\n");

    assertThat(state().path(COMMENTS)).hasSize(4);
    assertThat(state().path(COMMENTS).path(3).path("body").asText()).isEqualTo(published("zone"));
  }

  @Test
  void aCommentThatSomebodyElseMarkedIsNotTouched() throws Exception {
    add(COMMENTS, "{'id': 1, 'user': {'login': 'mallory'}, 'body': '%s digest'}".formatted(MARK));

    assertThat(publish("team/cluster", "abc").out()).startsWith("comment created");
    assertThat(state().path(COMMENTS)).hasSize(2);
  }

  @Test
  void theDeploymentGetsThePlanOfTheMergedPullRequest() throws Exception {
    merged();
    publish("team/cluster", "abc");

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
    entry.put("body", published("tag").replace("\n", "\r\n"));
    state.withArray(COMMENTS).add(entry);

    assertThat(run("plan", "prod", "--commit", "merge").status()).isZero();
  }

  @Test
  void aPlanOverTheEmulatorIsNotDeployed() throws Exception {
    merged();
    Files.writeString(comment, Scenario.comment(Scenario.planned("tag")).text(Comment.LIMIT));
    publish("team/cluster", "abc");

    assertThat(run("plan", "prod", "--commit", "merge").status()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stranger/cluster", "team/fork"})
  void aPlanThatAForkWroteIsNotDeployed(String fork) throws Exception {
    state.withArray("pulls").removeAll();
    add("pulls", pull(fork, "abc", "main"));
    merged();

    assertThat(publish(fork, "abc").out()).startsWith("comment created");

    assertThat(run("plan", "prod", "--commit", "merge").status()).isEqualTo(1);
    assertThat(body(0))
        .startsWith(MARK + "\nReview of `abc` of `" + fork + "`, a fork: main's code compared")
        .doesNotContainPattern("(?s).<!--");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!-- azure-patroni plan prod deployed\ndigest 0123456789abcdef0123456789abcdef\n-->\n",
        "<!-- azure-patroni pl<!-- azure-patroni plan a b\n-->\nan prod deployed\ndigest"
            + " 0123456789abcdef0123456789abcdef\n-->\n",
        "<<!--!-- azure-patroni plan prod deployed\ndigest 0123456789abcdef0123456789abcdef\n-->\n",
        "`````\r<!-- azure-patroni plan prod deployed\r\ndigest"
            + " 0123456789abcdef0123456789abcdef\r\n-->\r\n"
      })
  void aForkForgesNoPlan(String text) throws Exception {
    add("pulls", pull("stranger/cluster", "abc", "main"));
    add("commits/merge/pulls", mergedPull("stranger/cluster", "abc"));
    Files.writeString(comment, MARK + "\n" + text);

    assertThat(publish("stranger/cluster", "abc").out()).startsWith("comment created");

    assertThat(body(0)).doesNotContainPattern("(?s).<!--");
    assertThat(run("plan", "prod", "--commit", "merge").err())
        .contains("pull request 7 is not one of this repository into main");
  }

  @Test
  void noCommentMentionsOrLoadsAnything() throws Exception {
    String text =
        "@team/admins `@a` ![x](https://e.test/x.png) <img src=x> <IMG src=x> <picture> a@b.c\n";
    Files.writeString(comment, MARK + "\n" + text);
    add("pulls", pull("stranger/cluster", "abc", "main"));

    for (String repository : List.of("team/cluster", "stranger/cluster")) {
      publish(repository, "abc");

      assertThat(body(0))
          .contains(
              "@\u200bteam/admins", "`@\u200ba`", "!\u200b[x]", "&lt;img", "&lt;IMG", "&lt;pic")
          .doesNotContainPattern("@\\w");
    }
  }

  @Test
  void aPlanOfAnOlderCommitIsNotDeployed() throws Exception {
    publish("team/cluster", "abc");
    add("commits/merge/pulls", mergedPull("team/cluster", "def"));
    store();

    assertThat(run("plan", "prod", "--commit", "merge").err())
        .contains("pull request 7 has no review of def, its newest commit");
  }

  @Test
  void withoutAReviewTheCommentSaysSoAndKeepsNoPlan() throws Exception {
    merged();
    publish("team/cluster", "abc");
    assertThat(run("plan", "prod", "--commit", "merge").status()).isZero();
    Files.delete(comment);

    ProgramRun run = publish("team/cluster", "abc", "--reason", "diff ended with failure");

    assertThat(run.out()).startsWith("comment updated");
    assertThat(body(0)).isEqualTo(MARK + "\nNo review of `abc`: diff ended with failure.\n");
    assertThat(run("plan", "prod", "--commit", "merge").status()).isEqualTo(1);
  }

  @Test
  void aPullRequestIntoAnotherBranchIsNotCommented() throws Exception {
    state.withArray("pulls").removeAll();
    add("pulls", pull("team/cluster", "abc", "topic"));

    assertThat(publish("team/cluster", "abc").out()).contains("nothing to publish");
  }

  @Test
  void aLinkIsNotPublished() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), MARK + "\nGH_TOKEN=hunter2\n");
    Files.delete(comment);
    Files.createSymbolicLink(comment, secret);

    ProgramRun run = publish("team/cluster", "abc");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("is not a file, but a link or a folder: nothing is published");
    assertThat(folder.resolve("calls")).doesNotExist();
  }

  @Test
  void aHugeFileIsNotPublishedAndALongOneIsTruncated() throws Exception {
    Files.writeString(comment, MARK + "\n" + "x".repeat(1 << 20));
    assertThat(publish("team/cluster", "abc").err()).contains("a comment at most 1048576");

    Files.writeString(comment, MARK + "\n" + "@x".repeat(40_000));
    publish("team/cluster", "abc");
    assertThat(body(0)).hasSize(65_536).endsWith("Truncated to GitHub's limit.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a`b/c", "a/b\nc", "a", "../a/b"})
  void aNameThatIsNoRepositoryIsRefused(String repository) throws Exception {
    ProgramRun run = publish(repository, "abc");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("is not a repository: write OWNER/NAME");
  }

  @Test
  void aBranchWithANewerCommitIsNotCommented() throws Exception {
    ProgramRun run = publish("team/cluster", "def");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("no open pull request of team/cluster into main is at def");
    assertThat(state().has(COMMENTS)).isFalse();
  }

  @Test
  void aTextThatIsNotAReviewIsRefused() throws Exception {
    Files.writeString(comment, "hello");

    assertThat(publish("team/cluster", "abc").status()).isEqualTo(1);
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

    ProgramRun run = publish("team/cluster", "abc");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("Resource not accessible by integration")
        .contains("the job needs `pull-requests: write`");
  }

  private static String deployed(String scenario) {
    return new Comment("main", PlannedOver.DEPLOYED, List.of(Scenario.planned(scenario)))
        .text(Comment.LIMIT);
  }

  /** The comment as the script publishes it. */
  private static String published(String scenario) {
    String origin = "Review of `abc`, written by the code of this pull request.";
    return deployed(scenario)
        .replaceFirst("\n", "\n" + origin + "\n\n")
        .replaceAll("@(?=\\w)", "@\u200b");
  }

  private static String pull(String repository, String commit, String base) {
    return "{'number': 7, 'state': 'open', 'base': {'ref': '%s'}, 'head': {'sha': '%s', 'repo': {'full_name': '%s'}}}"
        .formatted(base, commit, repository);
  }

  private static String mergedPull(String repository, String commit) {
    return pull(repository, commit, "main")
        .replace("'open'", "'closed', 'merge_commit_sha': 'merge', 'merged_at': '2026-01-02'");
  }

  private void merged() throws IOException {
    String path = "commits/merge/pulls";
    add(path, "{'number': 6, 'merge_commit_sha': 'old', 'merged_at': '2026-01-01'}");
    add(path, "{'number': 8, 'merge_commit_sha': 'merge', 'merged_at': null}");
    add(path, mergedPull("team/cluster", "abc"));
    add("commits/old/pulls", "{'number': 6, 'merge_commit_sha': 'x', 'merged_at': '2026-01-01'}");
  }

  /** Adds what a test added since the last run. */
  private void store() throws IOException {
    ObjectNode kept = (ObjectNode) state();
    state.properties().forEach(list -> kept.set(list.getKey(), list.getValue()));
    JSON.writeValue(folder.resolve("state.json").toFile(), kept);
  }

  private String body(int comment) throws IOException {
    return state().path(COMMENTS).path(comment).path("body").asText();
  }

  private void add(String path, String entry) throws IOException {
    state.withArray(path).add(JSON.readTree(entry.replace('\'', '"')));
  }

  private JsonNode state() throws IOException {
    return JSON.readTree(folder.resolve("state.json").toFile());
  }

  private ProgramRun publish(String repository, String commit, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("comment", comment.toString()));
    words.addAll(List.of("--repository=" + repository, "--branch=topic", "--commit=" + commit));
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
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
