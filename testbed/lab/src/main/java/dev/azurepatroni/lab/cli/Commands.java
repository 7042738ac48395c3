package dev.azurepatroni.lab.cli;

import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.UnknownWord;
import dev.azurepatroni.lab.host.Inside;
import dev.azurepatroni.lab.inventory.Item;
import dev.azurepatroni.lab.network.NamespaceSetup;
import dev.azurepatroni.lab.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands that let a person look into hosts, and stand in their network. */
final class Commands {
  private static final String SECRET = "azurerm_key_vault_secret";

  private Commands() {}

  @Command(name = "shell", description = "A root shell on a host, or one command there.")
  static final class ShellCommand extends OnHost {
    @Parameters(index = "1..*", paramLabel = "COMMAND", description = "Instead of a shell.")
    private List<String> command = List.of();

    @Override
    public Integer call() throws IOException {
      if (!lab().hosts().isRunning(name())) {
        throw new IOException("%1$s is off: bin/lab start %1$s".formatted(host().name()));
      }
      List<String> words = command.isEmpty() ? List.of("bash", "--login") : command;
      return Shell.foreground(
          new Inside(lab().hosts()).command(name(), words.toArray(String[]::new)));
    }
  }

  @Command(
      name = "logs",
      description = "Prints a host's journal since its boot, or its console when it is off.")
  static final class Logs extends OnHost {
    @Option(
        names = {"-f", "--follow"},
        description = "Keep printing until Ctrl-C.")
    private boolean follow;

    @Override
    public Integer call() throws IOException {
      Lab lab = lab();
      if (lab.hosts().isRunning(name())) {
        List<String> command = new ArrayList<>(List.of("journalctl", "--boot", "--no-pager"));
        if (follow) {
          command.add("--follow");
        }
        return Shell.foreground(
            new Inside(lab.hosts()).command(name(), command.toArray(String[]::new)));
      }
      if (Files.exists(lab.hosts().console(name()))) {
        return Shell.foreground(List.of("cat", lab.hosts().console(name()).toString()));
      }
      throw new IOException(host().name() + " has never been on");
    }
  }

  @Command(
      name = "client",
      description = {
        "Runs a command of this machine in the hosts' network, outside of their subnet, as an application would.",
        "  bin/lab client psql \"host=10.50.1.11 port=6432 ...\""
      })
  static final class Client implements Callable<Integer> {
    @Mixin private LabOption option;

    @Parameters(arity = "1..*", paramLabel = "COMMAND")
    private List<String> command = List.of();

    @Override
    public Integer call() throws IOException {
      Lab lab = option.open();
      lab.beUp();
      return Shell.foreground(
          NamespaceSetup.inside(
              lab.names().host(NamespaceSetup.CLIENT), command.toArray(String[]::new)));
    }
  }

  @Command(
      name = "secret",
      description = "Prints a secret of the vault, instead of `az keyvault secret show`.")
  static final class Secret implements Callable<Integer> {
    @Mixin private LabOption option;

    @Parameters(paramLabel = "NAME")
    private String name;

    @Override
    public Integer call() throws IOException {
      List<Item> secrets = option.open().inventory().ofType(SECRET);
      String value =
          secrets.stream()
              .filter(secret -> secret.name().equals(name))
              .map(secret -> secret.sensitive().get("value"))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IOException(
                          UnknownWord.message(
                              "secret", name, secrets.stream().map(Item::name).toList())));
      System.out.println(value.stripTrailing());
      return 0;
    }
  }
}
