package dev.azurepatroni.lab.cli;

import dev.azurepatroni.lab.Artifacts;
import dev.azurepatroni.lab.ClientAccess;
import dev.azurepatroni.lab.DeployedStack;
import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.LabDeployment;
import dev.azurepatroni.lab.health.ClusterProbe;
import dev.azurepatroni.lab.health.HealthWait;
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
      "Boots every host that was deployed and waits until all are ready and the cluster is healthy.",
      "Again after an apply: follows what changed; hosts that run stay as they are."
    })
final class Up implements Callable<Integer> {
  private static final Duration BOOT_LIMIT = Duration.ofMinutes(15);
  private static final Duration HEALTH_LIMIT = Duration.ofMinutes(5);
  private static final Duration HEALTH_POLL = Duration.ofSeconds(1);

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
    int status = await(lab, deployment.hosts().stream().map(Host::name).toList());
    return status == 0 ? awaitCluster(lab) : status;
  }

  private static int awaitCluster(Lab lab) throws IOException {
    ClusterProbe probe;
    try {
      probe = new ClusterProbe(lab, DeployedStack.of(lab).cluster(), ClientAccess.of(lab));
    } catch (IOException noCluster) {
      System.out.println("the cluster's health is not checked: " + noCluster.getMessage());
      return 0;
    }
    List<String> problems = new HealthWait(System.out, HEALTH_LIMIT, HEALTH_POLL).await(probe);
    if (problems.isEmpty()) {
      System.out.println("the cluster is healthy");
      return 0;
    }
    System.err.printf(
        "lab: the cluster is not healthy after %d s: %s%n",
        HEALTH_LIMIT.toSeconds(), String.join("; ", problems));
    return 1;
  }

  /** Waits until hosts that were switched on are ready or have failed. */
  static int await(Lab lab, List<String> hosts) throws IOException {
    List<String> failed = new BootWatch(lab.hosts(), System.out).await(hosts, BOOT_LIMIT);
    if (failed.isEmpty()) {
      System.out.println(hosts.size() == 1 ? "1 host is ready" : hosts.size() + " hosts are ready");
      return 0;
    }
    System.err.printf(
        "lab: not ready: %s; see bin/lab logs %s%n", String.join(", ", failed), failed.get(0));
    return 1;
  }
}
