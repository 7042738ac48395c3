package dev.azurepatroni.lab.cli;

import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.fault.HostFault;
import dev.azurepatroni.lab.fault.HostFaults;
import dev.azurepatroni.lab.host.Host;
import dev.azurepatroni.lab.network.FaultTable.Way;
import dev.azurepatroni.lab.network.PlatformAddress;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of all kinds of faults; each kind takes some. */
final class FaultOptions {
  private static final int SLOW_IOPS = 20;
  private static final int LOST_PERCENT = 30;
  private static final int STARVED_PERCENT = 2;
  private static final int DELAY_MILLIS = 2000;

  /** What a cut drops; both directions without any of them. */
  static final class Link {
    @Option(names = "--in", description = "cut: only what would reach the host.")
    private boolean in;

    @Option(names = "--out", description = "cut: only what would leave the host.")
    private boolean out;

    @Option(
        names = "--peer",
        paramLabel = "HOST",
        description =
            "cut: only between the host and this one, or metadata, vault, blob or mirror.")
    private String peer = "";
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @ArgGroup private Link link = new Link();

  @Option(
      names = "--process",
      paramLabel = "NAME",
      description = "kill, freeze: the program as ps names it: postgres, patroni, etcd, pgbouncer.")
  private String process = "";

  @Option(
      names = "--oldest",
      description = "freeze: only the oldest process, the parent of the others if it has any.")
  private boolean oldest;

  @Option(
      names = "--lun",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "fill, slow, stall: 0 is the data disk, 1 the WAL disk (default: ${DEFAULT-VALUE}).")
  private int lun;

  @Option(names = "--system", description = "stall: the system disk, which has etcd's data.")
  private boolean system;

  @Option(
      names = "--iops",
      paramLabel = "N",
      defaultValue = "" + SLOW_IOPS,
      description = "slow: writes per second, 1 or more (default: ${DEFAULT-VALUE}).")
  private int iops = SLOW_IOPS;

  @Option(
      names = "--percent",
      paramLabel = "N",
      description =
          "lose: packets of 100, 1 to 99 (default: "
              + LOST_PERCENT
              + "). starve: percent of one core, 1 to 100 (default: "
              + STARVED_PERCENT
              + ").")
  private Integer percent;

  @Option(
      names = "--millis",
      paramLabel = "N",
      defaultValue = "" + DELAY_MILLIS,
      description = "delay: milliseconds, 1 to 60000 (default: ${DEFAULT-VALUE}).")
  private int millis = DELAY_MILLIS;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "silence: a TCP port, such as 8008 of Patroni or 6432 of PgBouncer.")
  private int port;

  /**
   * Checks what was given for a kind.
   *
   * @throws ParameterException if an option is not of this kind, is missing or out of range
   */
  void check(HostFault kind) {
    List<String> all =
        Arrays.stream(HostFault.values()).flatMap(other -> other.options().stream()).toList();
    spec.commandLine().getParseResult().matchedOptions().stream()
        .map(given -> given.longestName())
        .filter(given -> all.contains(given) && !kind.options().contains(given))
        .findFirst()
        .ifPresent(given -> refuse(notTaken(kind, given)));
    if (process.isEmpty() && kind.options().contains("--process")) {
      refuse(kind.id() + " needs --process NAME: postgres, patroni, etcd or pgbouncer");
    }
    between("--iops", iops, 1, Integer.MAX_VALUE);
    between("--millis", millis, 1, 60_000);
    between("--percent", percent(1), 1, kind == HostFault.LOSE ? 99 : 100);
    if (kind == HostFault.SILENCE) {
      between("--port", port, 1, 65_535);
    }
  }

  private static String notTaken(HostFault kind, String given) {
    return "%s does not take %s; it takes %s"
        .formatted(
            kind.id(),
            given,
            kind.options().isEmpty() ? "no option" : String.join(", ", kind.options()));
  }

  private int percent(int otherwise) {
    return percent == null ? otherwise : percent;
  }

  private void between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      refuse(
          most == Integer.MAX_VALUE
              ? "%s is %d; it must be %d or more".formatted(name, value, least)
              : "%s is %d; it must be between %d and %d".formatted(name, value, least, most));
    }
  }

  private void refuse(String problem) {
    throw new ParameterException(spec.commandLine(), problem);
  }

  /** Injects a fault of a kind that was checked. */
  void inject(HostFault kind, Lab lab, Host host) throws IOException {
    HostFaults faults = new HostFaults(lab, host);
    switch (kind) {
      case KILL -> faults.kill(process);
      case FREEZE -> freeze(faults);
      case PAUSE -> faults.pause();
      case STARVE -> faults.starve(percent(STARVED_PERCENT));
      case CUT -> cut(faults, lab);
      case LOSE -> faults.lose(percent(LOST_PERCENT));
      case DELAY -> faults.delay(millis);
      case SILENCE -> faults.silence(port);
      case FILL -> faults.fill(lun);
      case SLOW -> faults.slow(lun, iops);
      case STALL -> stall(faults);
    }
  }

  private void freeze(HostFaults faults) throws IOException {
    if (oldest) {
      faults.freezeOldest(process);
    } else {
      faults.freeze(process);
    }
  }

  private void stall(HostFaults faults) throws IOException {
    if (system) {
      faults.stallSystem();
    } else {
      faults.stall(lun);
    }
  }

  private void cut(HostFaults faults, Lab lab) throws IOException {
    Optional<PlatformAddress> service =
        PlatformAddress.services().stream().filter(each -> each.id().equals(link.peer)).findFirst();
    if (service.isPresent()) {
      faults.cut(service.get());
    } else if (!link.peer.isEmpty()) {
      faults.cut(lab.host(link.peer));
    } else {
      faults.cut(
          link.in || link.out ? Set.of(link.in ? Way.IN : Way.OUT) : EnumSet.allOf(Way.class));
    }
  }
}
