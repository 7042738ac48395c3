package dev.azurepatroni.lab.cli;

import dev.azurepatroni.lab.fault.DiskFaults;
import dev.azurepatroni.lab.fault.ProcessFaults;
import dev.azurepatroni.lab.host.Host;
import dev.azurepatroni.lab.network.FaultTable;
import dev.azurepatroni.lab.network.FaultTable.Way;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands that inject and clear faults of a host's processes, links and disks. */
final class FaultCommands {
  private FaultCommands() {}

  /** About a program on a host. */
  abstract static class OnProcess extends OnHost {
    @Parameters(
        index = "1",
        paramLabel = "PROCESS",
        description = "As ps calls it: postgres, patroni, etcd, pgbouncer.")
    private String process;

    final ProcessFaults faults() throws IOException {
      Host host = host();
      if (!lab().hosts().isRunning(host.name())) {
        throw new IOException("%1$s is off: bin/lab start %1$s".formatted(host.name()));
      }
      return new ProcessFaults(lab().hosts().group(host.name()), process);
    }
  }

  @Command(
      name = "kill",
      description = "SIGKILL to a program's oldest process. Undo: systemd's own.")
  static final class Kill extends OnProcess {
    @Override
    public Integer call() throws IOException {
      faults().kill();
      return 0;
    }
  }

  @Command(name = "freeze", description = "SIGSTOP to all processes of a program. Undo: thaw.")
  static final class Freeze extends OnProcess {
    @Override
    public Integer call() throws IOException {
      faults().freeze();
      return 0;
    }
  }

  @Command(name = "thaw", description = "SIGCONT to all processes of a program.")
  static final class Thaw extends OnProcess {
    @Override
    public Integer call() throws IOException {
      faults().thaw();
      return 0;
    }
  }

  /** About a host's link. */
  abstract static class OnLink extends OnHost {
    /** One way only. */
    static final class OneWay {
      @Option(names = "--in", description = "Only what would reach the host.")
      private boolean in;

      @Option(names = "--out", description = "Only what would leave it.")
      private boolean out;
    }

    @ArgGroup private OneWay oneWay = new OneWay();

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "OTHER",
        description = "Only between the two hosts.")
    private Optional<String> other = Optional.empty();

    /** What is done to a way, and between two. */
    interface Act {
      void way(FaultTable faults, String address, Way way) throws IOException;

      void between(FaultTable faults, String one, String other) throws IOException;
    }

    final int act(Act act) throws IOException {
      Host host = host();
      FaultTable faults = lab().faults();
      if (other.isPresent()) {
        Host there = lab().host(other.get());
        if (there.name().equals(host.name())) {
          throw new IOException("a host has no link to itself: name another than " + host.name());
        }
        act.between(faults, host.address(), there.address());
        return 0;
      }
      for (Way way : List.of(Way.IN, Way.OUT)) {
        boolean meant = oneWay == null || (way == Way.IN ? !oneWay.out : !oneWay.in);
        if (meant) {
          act.way(faults, host.address(), way);
        }
      }
      return 0;
    }
  }

  @Command(
      name = "cut",
      description =
          "Cuts a host's link: both ways, one way, or only between two hosts. Undo: heal.")
  static final class Cut extends OnLink implements OnLink.Act {
    @Override
    public Integer call() throws IOException {
      return act(this);
    }

    @Override
    public void way(FaultTable faults, String address, Way way) throws IOException {
      faults.cut(address, way);
    }

    @Override
    public void between(FaultTable faults, String one, String other) throws IOException {
      faults.cut(one, other);
    }
  }

  @Command(name = "heal", description = "Heals a host's link, or the link between two hosts.")
  static final class Heal extends OnLink implements OnLink.Act {
    @Override
    public Integer call() throws IOException {
      return act(this);
    }

    @Override
    public void way(FaultTable faults, String address, Way way) throws IOException {
      faults.heal(address, way);
    }

    @Override
    public void between(FaultTable faults, String one, String other) throws IOException {
      faults.heal(one, other);
    }
  }

  /** About a host's data disk. */
  abstract static class OnDisk extends OnHost {
    @Parameters(
        index = "1",
        paramLabel = "LUN",
        description = "0 is the data disk, 1 the WAL disk.")
    private int lun;

    final DiskFaults faults() throws IOException {
      return DiskFaults.of(lab().hosts(), lab().disks(), host(), lun);
    }
  }

  @Command(name = "fill", description = "Fills a data disk to its last block. Undo: free.")
  static final class Fill extends OnDisk {
    @Override
    public Integer call() throws IOException {
      faults().fill();
      return 0;
    }
  }

  @Command(name = "free", description = "Deletes what `fill` wrote.")
  static final class Free extends OnDisk {
    @Override
    public Integer call() throws IOException {
      faults().free();
      return 0;
    }
  }

  @Command(
      name = "slow",
      description = "Lets a data disk do few writes a second. Undo: unthrottle.")
  static final class Slow extends OnDisk {
    @Option(
        names = "--iops",
        paramLabel = "N",
        defaultValue = "20",
        description = "Writes a second (default: ${DEFAULT-VALUE}).")
    private int iops = 20;

    @Override
    public Integer call() throws IOException {
      if (iops < 1) {
        throw new IOException("--iops is %d; it must be 1 or more".formatted(iops));
      }
      faults().slow(iops);
      return 0;
    }
  }

  @Command(name = "unthrottle", description = "Removes the limit that `slow` set.")
  static final class Unthrottle extends OnDisk {
    @Override
    public Integer call() throws IOException {
      faults().unthrottle();
      return 0;
    }
  }
}
