package dev.azurepatroni.lab.cli;

import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.UnknownWord;
import dev.azurepatroni.lab.fault.HostFault;
import dev.azurepatroni.lab.fault.HostFaults;
import dev.azurepatroni.lab.host.Host;
import dev.azurepatroni.lab.network.FaultTable.Way;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
      FaultCommand.Clear.class
    })
final class FaultCommand {
  private static final String KINDS = "kill, freeze, cut, fill or slow.";

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
    /** What a cut drops; both directions without any of them. */
    static final class Link {
      @Option(names = "--in", description = "cut: only what would reach the host.")
      private boolean in;

      @Option(names = "--out", description = "cut: only what would leave the host.")
      private boolean out;

      @Option(
          names = "--peer",
          paramLabel = "HOST",
          description = "cut: only between the host and this one.")
      private String peer = "";
    }

    @Mixin private LabOption option;
    @Spec private CommandSpec spec;
    @ArgGroup private Link link = new Link();

    @Parameters(index = "0", paramLabel = "KIND", converter = Kind.class, description = KINDS)
    private HostFault kind;

    @Parameters(index = "1", paramLabel = "HOST")
    private String name;

    @Option(
        names = "--process",
        paramLabel = "NAME",
        description =
            "kill, freeze: the program as ps names it: postgres, patroni, etcd, pgbouncer.")
    private String process = "";

    @Option(
        names = "--lun",
        paramLabel = "N",
        defaultValue = "1",
        description = "fill, slow: 0 is the data disk, 1 the WAL disk (default: ${DEFAULT-VALUE}).")
    private int lun;

    @Option(
        names = "--iops",
        paramLabel = "N",
        defaultValue = "20",
        description = "slow: writes per second, 1 or more (default: ${DEFAULT-VALUE}).")
    private int iops;

    @Override
    public Integer call() throws IOException {
      checkOptions();
      Lab lab = option.open();
      Host host = lab.host(name);
      lab.beUp();
      HostFaults faults = new HostFaults(lab, host);
      switch (kind) {
        case KILL -> faults.kill(process);
        case FREEZE -> faults.freeze(process);
        case CUT -> cut(faults, lab);
        case FILL -> faults.fill(lun);
        case SLOW -> faults.slow(lun, iops);
      }
      return 0;
    }

    private void cut(HostFaults faults, Lab lab) throws IOException {
      if (!link.peer.isEmpty()) {
        faults.cut(lab.host(link.peer));
      } else if (link.in || link.out) {
        faults.cut(EnumSet.of(link.in ? Way.IN : Way.OUT));
      } else {
        faults.cut(EnumSet.allOf(Way.class));
      }
    }

    private void checkOptions() {
      List<String> all =
          Arrays.stream(HostFault.values()).flatMap(other -> other.options().stream()).toList();
      spec.commandLine().getParseResult().matchedOptions().stream()
          .map(given -> given.longestName())
          .filter(given -> all.contains(given) && !kind.options().contains(given))
          .findFirst()
          .ifPresent(
              given ->
                  refuse(
                      "%s does not take %s; it takes %s"
                          .formatted(kind.id(), given, String.join(", ", kind.options()))));
      if (process.isEmpty() && kind.options().contains("--process")) {
        refuse(kind.id() + " needs --process NAME: postgres, patroni, etcd or pgbouncer");
      }
      if (iops < 1) {
        refuse("--iops is %d; it must be 1 or more".formatted(iops));
      }
    }

    private void refuse(String problem) {
      throw new ParameterException(spec.commandLine(), problem);
    }
  }

  @Command(
      name = "clear",
      description = "Clears all faults of a kind on a host; without arguments all of every host.")
  static final class Clear implements Callable<Integer> {
    @Mixin private LabOption option;
    @Spec private CommandSpec spec;

    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "KIND",
        converter = Kind.class,
        description = "freeze, cut, fill or slow. systemd restarts what was killed.")
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
      for (Host host : hosts) {
        for (HostFault each : kinds) {
          // Only links have faults while the host is off. Its disks are named if it was asked for.
          if (each == HostFault.CUT || !name.isEmpty() || lab.hosts().isRunning(host.name())) {
            new HostFaults(lab, host).clear(each);
          }
        }
      }
      return 0;
    }
  }
}
