package dev.azurepatroni.review.cli;

import dev.azurepatroni.review.comment.Markers;
import dev.azurepatroni.review.github.GitHub;
import dev.azurepatroni.review.github.PullRequests;
import dev.azurepatroni.review.plan.PlanDigest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code review fetch}. */
@Command(
    name = "fetch",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Prints the plan of a stack that was reviewed in the pull request of a commit, for bin/deploy --reviewed.",
      "GITHUB_REPOSITORY, GITHUB_TOKEN and GITHUB_API_URL say where, as in a workflow.",
      ""
    })
final class FetchCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  FetchCommand() {
    this(System.getenv());
  }

  FetchCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Parameters(paramLabel = "STACK", description = "Of which stack.")
  private String stack;

  @Option(
      names = "--commit",
      required = true,
      paramLabel = "SHA",
      description = "The commit that merged it.")
  private String commit;

  @Mixin private Author author = new Author();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PullRequests pulls =
        new PullRequests(GitHub.from(environment), author.login(), Markers.COMMENT);
    Optional<Integer> pull = pulls.merged(commit);
    if (pull.isEmpty()) {
      throw new IOException(
          "no merged pull request ends in %s: name the plan's digest by hand".formatted(commit));
    }
    Optional<String> comment = pulls.comment(pull.get());
    Optional<PlanDigest> plan =
        comment.isPresent() ? Markers.planned(comment.get(), stack) : Optional.empty();
    if (plan.isEmpty()) {
      throw new IOException(
          "pull request %d tells of no plan of %s over what is deployed: name the plan's digest by hand"
              .formatted(pull.get(), stack));
    }
    System.out.print(plan.get().text());
    return 0;
  }
}
