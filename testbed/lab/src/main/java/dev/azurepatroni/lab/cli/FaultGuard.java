package dev.azurepatroni.lab.cli;

import dev.azurepatroni.lab.Artifacts;
import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.drill.Guard;
import dev.azurepatroni.lab.fault.HostFault;
import dev.azurepatroni.lab.fault.HostFaults;
import dev.azurepatroni.lab.host.Host;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Clears what a drill left when the drill itself was ended. */
@Command(
    name = "guard",
    hidden = true,
    description = "Clears all faults and starts all hosts if its input ends without `done`.")
final class FaultGuard implements Callable<Integer> {
  @Mixin private LabOption option;

  @Override
  public Integer call() throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    if (Guard.DONE.equals(in.readLine())) {
      return 0;
    }
    Lab lab = option.open();
    lab.beUp();
    List<Host> hosts = lab.deployment().hosts();
    System.err.println("lab: the drill was interrupted: clearing all faults");
    lab.blobFaults().heal();
    HostFaults.clear(lab, hosts, HostFault.clearable());
    Path image = Artifacts.make(LabOption.programs()).image();
    for (Host host : hosts) {
      if (!lab.hosts().isRunning(host.name())) {
        System.err.println("lab: starting " + host.name());
        lab.hosts().start(host, image);
      }
    }
    return 0;
  }
}
