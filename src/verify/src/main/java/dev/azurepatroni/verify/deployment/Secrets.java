package dev.azurepatroni.verify.deployment;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A deployment's secrets, each asked for by a command. */
public final class Secrets {
  /** What the outputs call the application's password. */
  public static final String PASSWORD = "application_password";

  /** What they call the certificate of the authority that signed the servers'. */
  public static final String AUTHORITY = "ca_certificate";

  private static final Pattern NAME = Pattern.compile("--name (\\S+)");
  // The command for people puts it into a file.
  private static final Pattern INTO_FILE = Pattern.compile("\\s*>\\s*\\S+\\s*$");

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

  /** The command that prints a secret. */
  public Optional<String> command(String secret) {
    return Optional.ofNullable(commands.get(secret))
        .map(
            command -> {
              Matcher name = NAME.matcher(command);
              return template != null && name.find()
                  ? template.replace("{name}", name.group(1))
                  : INTO_FILE.matcher(command).replaceAll("");
            });
  }

  /**
   * A secret.
   *
   * @throws IOException if there is no command for it, or it prints nothing; the message never
   *     holds what it printed
   */
  public String read(String secret) throws IOException, InterruptedException {
    String command =
        command(secret).orElseThrow(() -> new IOException("the output secrets has no " + secret));
    CommandOutput printed = CommandOutput.of(List.of("sh", "-c", command), LIMIT);
    String value = printed.text().strip();
    if (printed.status() != 0 || value.isEmpty()) {
      throw new IOException(
          "%s cannot be read: `%s` ended with %d: sign in to Azure, or use --secret-command"
              .formatted(secret, command, printed.status()));
    }
    return value;
  }
}
