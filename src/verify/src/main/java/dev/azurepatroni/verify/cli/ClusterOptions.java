package dev.azurepatroni.verify.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the cluster is, and how to reach it. Options without a default are null if not given. */
final class ClusterOptions {
  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      defaultValue = "cdktf.out",
      description = "Folder that cdktf wrote to (default: ${DEFAULT-VALUE}).")
  private Path output = Path.of("cdktf.out");

  @Option(
      names = "--outputs",
      paramLabel = "FILE",
      description =
          "Output of `terraform output -json`, or a state file; by default Terraform is run.")
  private Path outputs;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Certificate of the authority; by default it is read as a secret.")
  private Path authority;

  @Option(
      names = "--secret-command",
      paramLabel = "COMMAND",
      description =
          "Prints the secret {name}; by default the commands of the output `secrets`. PGPASSWORD"
              + " takes precedence for the password.")
  private String secretCommand;

  @Option(
      names = "--host-command",
      paramLabel = "[HOST=]COMMAND",
      description =
          "Starts a root shell on a host that reads a script from standard input; {name} and"
              + " {address} are the host's. By default SSH and sudo.")
  private List<String> hostCommands = new ArrayList<>();

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "SSH user; by default the VMs' administrator.")
  private String user;

  @Option(
      names = "--ssh-option",
      paramLabel = "OPTION",
      description = "Option for ssh; can be repeated: --ssh-option=-Jbastion")
  private List<String> sshOptions = new ArrayList<>();

  Path output() {
    return output;
  }

  Optional<Path> outputs() {
    return Optional.ofNullable(outputs);
  }

  Optional<Path> authority() {
    return Optional.ofNullable(authority);
  }

  Optional<String> secretCommand() {
    return Optional.ofNullable(secretCommand);
  }

  List<String> hostCommands() {
    return List.copyOf(hostCommands);
  }

  Optional<String> user() {
    return Optional.ofNullable(user);
  }

  List<String> sshOptions() {
    return List.copyOf(sshOptions);
  }
}
