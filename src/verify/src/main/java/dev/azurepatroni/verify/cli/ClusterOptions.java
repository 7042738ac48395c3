package dev.azurepatroni.verify.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the cluster is, and how it is reached. */
final class ClusterOptions {
  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      defaultValue = "cdktf.out",
      description = "Where cdktf wrote the stack (default: ${DEFAULT-VALUE}).")
  private Path output = Path.of("cdktf.out");

  @Option(
      names = "--outputs",
      paramLabel = "FILE",
      description =
          "What `terraform output -json` printed, or a state file; else Terraform is asked.")
  private Optional<Path> outputs = Optional.empty();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "The authority's certificate; else it is asked for as a secret.")
  private Optional<Path> authority = Optional.empty();

  @Option(
      names = "--secret-command",
      paramLabel = "COMMAND",
      description =
          "Prints a secret, {name} is its name; else the commands of the output `secrets`. The"
              + " password may also be in PGPASSWORD.")
  private Optional<String> secretCommand = Optional.empty();

  @Option(
      names = "--host-command",
      paramLabel = "[HOST=]COMMAND",
      description =
          "Starts a root shell on a host that reads a script from standard input; {name} and"
              + " {address} are the host's. Else SSH and sudo.")
  private List<String> hostCommands = new ArrayList<>();

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Who logs in by SSH; else the VMs' administrator.")
  private Optional<String> user = Optional.empty();

  @Option(
      names = "--ssh-option",
      paramLabel = "OPTION",
      description = "For ssh, as -J or -i; may be repeated: --ssh-option=-Jbastion")
  private List<String> sshOptions = new ArrayList<>();

  Path output() {
    return output;
  }

  Optional<Path> outputs() {
    return outputs;
  }

  Optional<Path> authority() {
    return authority;
  }

  Optional<String> secretCommand() {
    return secretCommand;
  }

  List<String> hostCommands() {
    return List.copyOf(hostCommands);
  }

  Optional<String> user() {
    return user;
  }

  List<String> sshOptions() {
    return List.copyOf(sshOptions);
  }
}
