package dev.azurepatroni.review.cli;

import picocli.CommandLine.Option;

/** In whose name a workflow writes. */
final class Author {
  @Option(
      names = "--author",
      paramLabel = "LOGIN",
      defaultValue = "github-actions[bot]",
      description = "Whose token it is; only what this one wrote is read or changed.")
  private String login = "";

  String login() {
    return login;
  }
}
