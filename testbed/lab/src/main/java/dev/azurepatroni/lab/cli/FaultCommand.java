package dev.azurepatroni.lab.cli;

import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.UnknownWord;
import dev.azurepatroni.lab.fault.HostFault;
import dev.azurepatroni.lab.fault.HostFaults;
import dev.azurepatroni.lab.host.Host;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "fault",
    description = {
      "Injects faults into hosts and clears them. Both may be repeated.",
      "  bin/lab fault inject freeze pglab-1 --process patroni",
      "  bin/lab fault clear"
    },
    subcommands = {
      FaultCommand.ListKinds.class,
      FaultCommand.Inject.class,
      FaultCommand.Clear.class,
      FaultGuard.class
    })
final class FaultCommand {
  private static final String KINDS =
      "kill, freeze, pause, starve, cut, lose, delay, silence, fill, slow or stall.";

  /** Reads a kind of fault. */
  static final class Kind implements ITypeConverter<HostFault> {
    @Override
    public HostFault convert(String word) {
      List<HostFault> kinds = List.of(HostFault.values());
      return kinds.stream()
          .filter(kind -> kind.id().equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      UnknownWord.message(
                          "fault kind", word, kinds.stream().map(HostFault::id).toList())));
    }
  }

  @Command(
      name = "list",
      description = "Lists the kinds of faults and their options. `status` shows cut links.")
  static final class ListKinds implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      for (HostFault kind : HostFault.values()) {
        spec.commandLine()
            .getOut()
            .printf(
                "%-8s %-20s %s%n", kind.id(), String.join(" ", kind.options()), kind.description());
      }
      return 0;
    }
  }

  @Command(name = "inject", description = "Injects a fault into a host.", sortOptions = false)
  static final class Inject implements Callable<Integer> {
    @Mixin private LabOption option;
    @Mixin private FaultOptions options;

    @Parameters(index = "0", paramLabel = "KIND", converter = Kind.class, description = KINDS)
    private HostFault kind;

    @Parameters(index = "1", paramLabel = "HOST")
    private String name;

    @Override
    public Integer call() throws IOException {
      options.check(kind);
      Lab lab = option.open();
      Host host = lab.host(name);
      lab.beUp();
      options.inject(kind, lab, host);
      return 0;
    }
  }

  @Command(
      name = "clear",
      description =
          "Clears all faults of a kind on a host; without arguments all, the blob fault too.")
  static final class Clear implements Callable<Integer> {
    @Mixin private LabOption option;
    @Spec private CommandSpec spec;

    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "KIND",
        converter = Kind.class,
        description = KINDS + " Not kill: systemd restarts what was killed.")
    private HostFault kind;

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "HOST",
        description = "All hosts without it.")
    private String name = "";

    @Override
    public Integer call() throws IOException {
      List<HostFault> kinds = kind == null ? HostFault.clearable() : List.of(kind);
      if (!HostFault.clearable().containsAll(kinds)) {
        throw new ParameterException(
            spec.commandLine(),
            "%s cannot be cleared: systemd restarts the process; clear takes %s"
                .formatted(
                    kind.id(),
                    HostFault.clearable().stream()
                        .map(HostFault::id)
                        .collect(Collectors.joining(", "))));
      }
      Lab lab = option.open();
      List<Host> hosts = name.isEmpty() ? lab.deployment().hosts() : List.of(lab.host(name));
      lab.beUp();
      if (kind == null) {
        lab.blobFaults().heal();
      }
      if (name.isEmpty()) {
        HostFaults.clear(lab, hosts, kinds);
        return 0;
      }
      // Its disks are named if they were asked for.
      HostFaults faults = new HostFaults(lab, hosts.get(0));
      for (HostFault each : kinds) {
        faults.clear(each);
      }
      return 0;
    }
  }
}
