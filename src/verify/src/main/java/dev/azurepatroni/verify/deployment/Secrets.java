package dev.azurepatroni.verify.deployment;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A deployment's secrets, each asked for by a command. */
public final class Secrets {
  /** What the outputs call the application's password. */
  public static final String PASSWORD = "application_password";

  /** What they call the certificate of the authority that signed the servers'. */
  public static final String AUTHORITY = "ca_certificate";

  // The command of the output, which people run. Nothing else of the state is run: who writes the
  // state must not run code where somebody verifies.
  private static final Pattern COMMAND =
      Pattern.compile(
          "az keyvault secret show --vault-name (?<vault>[A-Za-z][A-Za-z0-9-]{2,23})"
              + " --name (?<name>[0-9A-Za-z-]{1,127}) --query value --output tsv"
              + "( > [A-Za-z0-9._-]+)?");

  // az starts for seconds, and asks for a token first.
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Map<String, String> commands;

  /** Null without a command of the user's own. */
  private final String template;

  /**
   * Those of a deployment.
   *
   * @param commands one a secret, as the output {@code secrets} has them
   * @param template used instead; {@code {name}} stands for the secret's name in the vault; null
   *     for none
   */
  public Secrets(Map<String, String> commands, String template) {
    this.commands = Map.copyOf(commands);
    this.template = template;
  }

  /**
   * The words of the command that prints a secret.
   *
   * @throws IOException if the output has none, or another command
   */
  List<String> command(String secret) throws IOException {
    String text = commands.get(secret);
    if (text == null) {
      throw new IOException("the output secrets has no " + secret);
    }
    Matcher command = COMMAND.matcher(text);
    if (!command.matches()) {
      throw new IOException(
          "the output secrets has another command for %s than this version writes, and it was not run: deploy the stack, or use --secret-command"
              .formatted(secret));
    }
    String name = command.group("name");
    return template == null
        ? List.of(
            "az",
            "keyvault",
            "secret",
            "show",
            "--vault-name",
            command.group("vault"),
            "--name",
            name,
            "--query",
            "value",
            "--output",
            "tsv")
        : List.of("sh", "-c", template.replace("{name}", name));
  }

  /**
   * A secret.
   *
   * @throws IOException if there is no command for it, or it prints nothing; the message never
   *     holds what it printed
   */
  public String read(String secret) throws IOException, InterruptedException {
    List<String> command = command(secret);
    CommandOutput printed = CommandOutput.of(command, LIMIT);
    String value = printed.text().strip();
    if (printed.status() != 0 || value.isEmpty()) {
      throw new IOException(
          "%s cannot be read: `%s` ended with %d: sign in to Azure, or use --secret-command"
              .formatted(secret, String.join(" ", command), printed.status()));
    }
    return value;
  }
}
