package dev.azurepatroni.lab.cli;

import dev.azurepatroni.lab.Artifacts;
import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.LabDeployment;
import dev.azurepatroni.lab.host.BootWatch;
import dev.azurepatroni.lab.host.Host;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "up",
    description = {
      "Boots every host that was deployed and waits until all are ready.",
      "Again after an apply: follows what changed; hosts that run stay as they are."
    })
final class Up implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofMinutes(15);

  @Mixin private LabOption option;

  @Override
  public Integer call() throws IOException {
    Lab lab = option.open();
    return lab.alone(() -> up(lab));
  }

  private static int up(Lab lab) throws IOException {
    LabDeployment deployment = lab.deployment();
    if (deployment.hosts().isEmpty()) {
      throw new IOException("no virtual machine was deployed");
    }
    lab.up(deployment, Artifacts.make(LabOption.programs()));
    return await(lab, deployment.hosts().stream().map(Host::name).toList());
  }

  /** Waits for hosts that were switched on, and says what became of them. */
  static int await(Lab lab, List<String> hosts) throws IOException {
    List<String> failed = new BootWatch(lab.hosts(), System.out).await(hosts, LONGEST);
    if (failed.isEmpty()) {
      System.out.println(hosts.size() == 1 ? "1 host is ready" : hosts.size() + " hosts are ready");
      return 0;
    }
    System.err.printf(
        "lab: not ready: %s; bin/lab logs %s tells more%n",
        String.join(", ", failed), failed.get(0));
    return 1;
  }
}
