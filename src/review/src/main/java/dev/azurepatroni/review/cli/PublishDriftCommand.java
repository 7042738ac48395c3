package dev.azurepatroni.review.cli;

import dev.azurepatroni.review.github.DriftIssue;
import dev.azurepatroni.review.github.GitHub;
import dev.azurepatroni.review.github.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code review publish-drift}. */
@Command(
    name = "publish-drift",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Opens or updates the one issue that tells of drift, or closes it where the file is empty.",
      "GITHUB_REPOSITORY, GITHUB_TOKEN and GITHUB_API_URL say where, as in a workflow.",
      ""
    })
final class PublishDriftCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  PublishDriftCommand() {
    this(System.getenv());
  }

  PublishDriftCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Parameters(paramLabel = "FILE", description = "What review drift printed.")
  private Path file;

  @Mixin private Author author = new Author();

  @Override
  public Integer call() throws IOException, InterruptedException {
    DriftIssue issue = new DriftIssue(GitHub.from(environment), author.login());
    String drift = Files.readString(file);
    Optional<Written> written = drift.isBlank() ? issue.close() : Optional.of(issue.tell(drift));
    System.out.println(
        written.map(it -> "issue " + it.done() + ": " + it.address()).orElse("no drift, no issue"));
    return 0;
  }
}
