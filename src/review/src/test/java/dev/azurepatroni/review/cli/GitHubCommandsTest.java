package dev.azurepatroni.review.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.review.Scenario;
import dev.azurepatroni.review.comment.Comment;
import dev.azurepatroni.review.comment.Markers;
import dev.azurepatroni.review.comment.PlannedOver;
import dev.azurepatroni.review.github.FakeGitHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class GitHubCommandsTest {
  private static final String COMMENTS = "/issues/7/comments";

  @TempDir Path folder;
  private FakeGitHub server;
  private Path comment;

  @BeforeEach
  void start() throws IOException {
    server = new FakeGitHub();
    server.add("/pulls", "{\"number\": 7, \"state\": \"open\", \"head\": {\"sha\": \"abc\"}}");
    comment = folder.resolve("review.md");
    Files.writeString(
        comment,
        new Comment("main", PlannedOver.DEPLOYED, List.of(Scenario.planned("tag")))
            .text(Comment.LIMIT));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whatATeamsBranchPlannedIsKeptForItsDeployment() throws IOException {
    assertThat(publish("team:topic", "abc")).isZero();

    assertThat(Markers.planned(only(), "prod")).isPresent();
    assertThat(only()).isEqualTo(Files.readString(comment));
  }

  @Test
  void whatAForkSaysWasPlannedCountsForNothing() throws IOException {
    assertThat(publish("stranger:topic", "abc")).isZero();

    assertThat(Markers.planned(only(), "prod")).isEmpty();
    assertThat(only()).startsWith(Markers.COMMENT);
  }

  @Test
  void nothingIsSaidOfABranchThatWentOn() {
    assertThat(publish("team:topic", "def")).isZero();

    assertThat(server.all(COMMENTS)).isEmpty();
  }

  @Test
  void aTextThatIsNoCommentIsNotPublished() throws IOException {
    Files.writeString(comment, "hello");

    assertThat(publish("team:topic", "abc")).isNotZero();
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void theReviewedPlanIsFetchedByTheCommitThatMergedIt() throws IOException {
    server.add(
        "/commits/merge/pulls",
        "{\"number\": 7, \"merge_commit_sha\": \"merge\", \"merged_at\": \"2026-01-01\"}");
    publish("team:topic", "abc");

    assertThat(fetch("prod", "merge")).isZero();
    assertThat(fetch("lab", "merge")).isNotZero();
    assertThat(fetch("prod", "other")).isNotZero();
  }

  @Test
  void anEmptyFileOfDriftClosesTheIssue() throws IOException {
    Path drift = Files.writeString(folder.resolve("drift.md"), "### prod\n");
    assertThat(drift(drift)).isZero();
    Files.writeString(drift, "");
    assertThat(drift(drift)).isZero();

    assertThat(server.all("/issues"))
        .singleElement()
        .satisfies(it -> assertThat(it.path("state").asText()).isEqualTo("closed"))
        .satisfies(it -> assertThat(it.path("body").asText()).endsWith("### prod\n"));
  }

  private int publish(String branch, String commit) {
    return new CommandLine(new PublishCommand(server.environment()))
        .execute(comment.toString(), "--branch", branch, "--commit", commit);
  }

  private int fetch(String stack, String commit) {
    return new CommandLine(new FetchCommand(server.environment()))
        .execute(stack, "--commit", commit);
  }

  private int drift(Path file) {
    return new CommandLine(new PublishDriftCommand(server.environment())).execute(file.toString());
  }

  private String only() {
    List<JsonNode> all = server.all(COMMENTS);
    assertThat(all).hasSize(1);
    return all.get(0).path("body").asText();
  }
}
