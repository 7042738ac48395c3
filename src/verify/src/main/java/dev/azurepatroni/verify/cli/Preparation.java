package dev.azurepatroni.verify.cli;

import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckSettings;
import dev.azurepatroni.verify.check.Progress;
import dev.azurepatroni.verify.client.Access;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.deployment.CommandOutput;
import dev.azurepatroni.verify.deployment.DeployedCluster;
import dev.azurepatroni.verify.deployment.Outputs;
import dev.azurepatroni.verify.deployment.Secrets;
import dev.azurepatroni.verify.host.HostChannel;
import dev.azurepatroni.verify.host.HostCommands;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds the context of the checks from the options, and collects every problem. */
final class Preparation {
  /** The authority's certificate, in the folder for files. */
  static final String AUTHORITY = "ca.pem";

  private static final Pattern USER = Pattern.compile("\"admin_username\":\\s*\"(\\w[\\w.-]*)\"");
  private static final int TIMEOUT_MILLIS = 3_000;
  // It reads the state only.
  private static final Duration TERRAFORM_LIMIT = Duration.ofMinutes(5);

  private final String stack;
  private final ClusterOptions options;
  private final Path folder;
  private final List<String> problems;

  /**
   * Of a stack.
   *
   * @param folder for files that the checks need
   * @param problems list that problems are added to
   */
  Preparation(String stack, ClusterOptions options, Path folder, List<String> problems) {
    this.stack = stack;
    this.options = options;
    this.folder = folder;
    this.problems = problems;
  }

  /** The context; empty if there are problems. */
  Optional<CheckContext> context(CheckSettings settings, Progress progress)
      throws InterruptedException {
    Optional<DeployedCluster> found = deployment();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    DeployedCluster deployment = found.get();
    Secrets secrets = new Secrets(deployment.secrets(), options.secretCommand().orElse(null));
    Path authority = authority(secrets);
    String password =
        Optional.ofNullable(System.getenv("PGPASSWORD"))
            .filter(given -> !given.isEmpty())
            .orElseGet(() -> secret(secrets, Secrets.PASSWORD));
    reach(deployment);
    HostChannel channel = new HostChannel(hostCommands(deployment));
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    Access access = Access.application(password, authority);
    return Optional.of(new CheckContext(deployment, access, channel, settings, progress));
  }

  private Optional<DeployedCluster> deployment() throws InterruptedException {
    try {
      if (options.outputs().isPresent()) {
        return Optional.of(Outputs.read(options.outputs().get()));
      }
      Path there = options.output().resolve("stacks").resolve(stack);
      if (!Files.isDirectory(there)) {
        problems.add(
            "%s is not a folder: run npx cdktf deploy %s, or use --output or --outputs"
                .formatted(there, stack));
        return Optional.empty();
      }
      return Optional.of(Outputs.parse(terraform(there), "the stack's outputs"));
    } catch (IOException e) {
      problems.add(e.getMessage());
      return Optional.empty();
    }
  }

  private static String terraform(Path there) throws IOException, InterruptedException {
    CommandOutput printed =
        CommandOutput.of(
            List.of("terraform", "-chdir=" + there, "output", "-json"), TERRAFORM_LIMIT);
    if (printed.status() != 0) {
      throw new IOException(
          "Terraform prints no outputs of %s: deploy the stack, sign in to its state, or use --outputs"
              .formatted(there));
    }
    return printed.text();
  }

  private Path authority(Secrets secrets) {
    Path file = options.authority().orElseGet(() -> folder.resolve(AUTHORITY));
    try {
      if (options.authority().isEmpty()) {
        Files.writeString(file, secret(secrets, Secrets.AUTHORITY) + "\n");
      }
      try (var in = Files.newInputStream(file)) {
        CertificateFactory.getInstance("X.509").generateCertificate(in);
      }
    } catch (IOException | CertificateException e) {
      if (options.authority().isPresent() || problems.isEmpty()) {
        problems.add(
            "%s is not a certificate: use --ca with the authority's certificate".formatted(file));
      }
    }
    return file;
  }

  private String secret(Secrets secrets, String name) {
    try {
      return secrets.read(name);
    } catch (IOException e) {
      problems.add(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problems.add("interrupted");
    }
    return "";
  }

  /** One endpoint that is down is a finding; if none answers, this is the wrong network. */
  private void reach(DeployedCluster deployment) {
    List<Endpoint> both = List.of(deployment.pooler(), deployment.database());
    if (both.stream().noneMatch(Preparation::answers)) {
      problems.add(
          "neither %s nor %s answers: run this inside the cluster's network, where clients are allowed"
              .formatted(both.get(0), both.get(1)));
    }
  }

  private static boolean answers(Endpoint endpoint) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), TIMEOUT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Map<String, List<String>> hostCommands(DeployedCluster deployment) {
    String template = "";
    Map<String, String> exceptions = new HashMap<>();
    for (String command : options.hostCommands()) {
      String name = command.substring(0, Math.max(0, command.indexOf('=')));
      if (deployment.hosts().containsKey(name)) {
        exceptions.put(name, command.substring(name.length() + 1));
      } else {
        template = command;
      }
    }
    boolean all = exceptions.keySet().containsAll(deployment.hosts().keySet());
    return HostCommands.of(
        deployment.hosts(), template.isEmpty() && !all ? ssh() : template, exceptions);
  }

  private String ssh() {
    String more = String.join(" ", options.sshOptions());
    String user = options.user().orElseGet(this::administrator);
    return "ssh -o BatchMode=yes -o ConnectTimeout=10 %s -- %s@{address} sudo -n bash -s"
        .formatted(more, user);
  }

  /** As bin/rollout finds it. */
  private String administrator() {
    Path file = options.output().resolve("stacks").resolve(stack).resolve("cdk.tf.json");
    try {
      Matcher user = USER.matcher(Files.readString(file));
      if (user.find()) {
        return user.group(1);
      }
    } catch (IOException unreadable) {
      // Reported below.
    }
    problems.add(
        "%s contains no admin_username: synthesise the stack, or use --user".formatted(file));
    return "";
  }
}
