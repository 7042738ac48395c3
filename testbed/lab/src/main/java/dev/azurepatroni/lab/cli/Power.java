package dev.azurepatroni.lab.cli;

import dev.azurepatroni.lab.Artifacts;
import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.UnknownWord;
import dev.azurepatroni.lab.host.Host;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Commands about the hosts' power. */
final class Power {
  private Power() {}

  @Command(name = "start", description = "Switches a host on and waits until it is ready.")
  static final class Start extends OnHost {
    @Override
    public Integer call() throws Exception {
      Host host = host();
      lab().hosts().start(host, Artifacts.make(LabOption.programs()).image());
      return Up.await(lab(), List.of(name()));
    }
  }

  @Command(
      name = "power-off",
      description = "Shuts a host down, as its power button does. Undo: start.")
  static final class PowerOff extends OnHost {
    @Override
    public Integer call() throws IOException {
      lab().hosts().powerOff(host());
      return 0;
    }
  }

  @Command(
      name = "power-loss",
      description =
          "Takes a host's power away: what its disks were not asked to keep is lost. Undo: start.")
  static final class PowerLoss extends OnHost {
    @Override
    public Integer call() throws IOException {
      lab().hosts().powerLoss(List.of(host()));
      return 0;
    }
  }

  @Command(name = "restart", description = "Shuts a host down and switches it on again.")
  static final class Restart extends OnHost {
    @Override
    public Integer call() throws Exception {
      Host host = host();
      lab().hosts().powerOff(host);
      lab().hosts().start(host, Artifacts.make(LabOption.programs()).image());
      return Up.await(lab(), List.of(name()));
    }
  }

  /** A command about all hosts of a zone. */
  abstract static class OnZone implements Callable<Integer> {
    @Mixin private LabOption option;

    @Parameters(paramLabel = "ZONE")
    private String zone;

    final List<Host> hosts(Lab lab) throws IOException {
      List<Host> all = lab.deployment().hosts();
      lab.beUp();
      List<Host> there = all.stream().filter(check -> check.zone().equals(zone)).toList();
      if (there.isEmpty()) {
        throw new IOException(
            UnknownWord.message(
                "zone", zone, all.stream().map(Host::zone).distinct().sorted().toList()));
      }
      return there;
    }

    final Lab lab() throws IOException {
      return option.open();
    }
  }

  @Command(
      name = "lose-zone",
      description = "Takes the power of all hosts of a zone. Undo: return-zone.")
  static final class LoseZone extends OnZone {
    @Override
    public Integer call() throws IOException {
      Lab lab = lab();
      lab.hosts().powerLoss(hosts(lab));
      return 0;
    }
  }

  @Command(
      name = "return-zone",
      description = "Switches all hosts of a zone on and waits for them.")
  static final class ReturnZone extends OnZone {
    @Override
    public Integer call() throws Exception {
      Lab lab = lab();
      Artifacts artifacts = Artifacts.make(LabOption.programs());
      List<Host> hosts = hosts(lab);
      for (Host host : hosts) {
        lab.hosts().start(host, artifacts.image());
      }
      return Up.await(lab, hosts.stream().map(Host::name).toList());
    }
  }
}
