package dev.azurepatroni.review.cli;

import dev.azurepatroni.review.comment.Markers;
import dev.azurepatroni.review.github.GitHub;
import dev.azurepatroni.review.github.PullRequests;
import dev.azurepatroni.review.github.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code review publish}. */
@Command(
    name = "publish",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Writes a comment to its pull request on GitHub, in the place of the one before.",
      "GITHUB_REPOSITORY, GITHUB_TOKEN and GITHUB_API_URL say where, as in a workflow.",
      ""
    })
final class PublishCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  PublishCommand() {
    this(System.getenv());
  }

  PublishCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Parameters(paramLabel = "FILE", description = "What review comment wrote.")
  private Path file;

  @Option(
      names = "--branch",
      required = true,
      paramLabel = "OWNER:NAME",
      description = "The pull request's branch, and whose it is.")
  private String branch;

  @Option(
      names = "--commit",
      required = true,
      paramLabel = "SHA",
      description = "What was reviewed: nothing is written if the branch has gone on.")
  private String commit;

  @Mixin private Author author = new Author();

  @Override
  public Integer call() throws IOException, InterruptedException {
    GitHub github = GitHub.from(environment);
    String text = Files.readString(file);
    if (!text.startsWith(Markers.COMMENT)) {
      throw new IOException("%s is no comment of review comment".formatted(file));
    }
    String owner = environment.get("GITHUB_REPOSITORY").split("/", 2)[0];
    // What a fork's code says was planned counts for nothing later.
    String kept = branch.startsWith(owner + ":") ? text : Markers.withoutPlans(text);
    PullRequests pulls = new PullRequests(github, author.login(), Markers.COMMENT);
    Optional<Integer> pull = pulls.open(branch, commit);
    if (pull.isEmpty()) {
      System.err.printf("review: no open pull request of %s is at %s%n", branch, commit);
      return 0;
    }
    Written written = pulls.publish(pull.get(), kept);
    System.out.printf("comment %s: %s%n", written.done(), written.address());
    return 0;
  }
}
