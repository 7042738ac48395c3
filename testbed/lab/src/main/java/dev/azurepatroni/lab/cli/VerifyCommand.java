package dev.azurepatroni.lab.cli;

import dev.azurepatroni.lab.ClientAccess;
import dev.azurepatroni.lab.DeployedStack;
import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.host.Inside;
import dev.azurepatroni.lab.network.NamespaceSetup;
import dev.azurepatroni.lab.shell.Shell;
import dev.azurepatroni.verify.host.HostCommands;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Unmatched;

@Command(
    name = "verify",
    description = {
      "Runs bin/verify where the lab's client stands; what follows the lab's own options is bin/verify's.",
      "  bin/lab verify --quick"
    })
final class VerifyCommand implements Callable<Integer> {
  @Mixin private LabOption option;

  @Unmatched private List<String> options = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    Lab lab = option.open();
    DeployedStack stack = DeployedStack.of(lab);
    ClientAccess access = ClientAccess.of(lab);
    List<String> command = new ArrayList<>(List.of("java", "-XX:+UseParallelGC"));
    command.addAll(LabOption.programs().verification());
    command.addAll(List.of(stack.name(), "--outputs", stack.state().toString()));
    command.addAll(List.of("--ca", access.authority().toString()));
    for (String host : stack.cluster().hosts().keySet()) {
      command.addAll(List.of("--host-command", host + "=" + shell(lab, host)));
    }
    command.addAll(options);
    // Not by `ip netns exec`: that hides the control groups, which commands on hosts have to join.
    List<String> words =
        new ArrayList<>(
            List.of("nsenter", "--net=/run/netns/" + lab.names().host(NamespaceSetup.CLIENT)));
    words.addAll(command);
    return Shell.foreground(words, "PGPASSWORD", access.password());
  }

  private static String shell(Lab lab, String host) throws IOException {
    return lab.hosts().isRunning(host)
        ? HostCommands.quoted(new Inside(lab.hosts()).command(host, "bash", "-s"))
        : "sh -c 'echo %1$s is off: lab start %1$s >&2; exit 255'".formatted(host);
  }
}
