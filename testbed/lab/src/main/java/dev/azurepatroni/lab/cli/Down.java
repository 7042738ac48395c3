package dev.azurepatroni.lab.cli;

import dev.azurepatroni.lab.Lab;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "down",
    description = {
      "Takes all hosts and their network away: no process, mount, namespace or loop device is left.",
      "Disks and blobs stay, as after a power cut, and the next `up` uses them."
    })
final class Down implements Callable<Integer> {
  @Mixin private LabOption option;

  @Option(names = "--disks", description = "Delete the disks and blobs, too.")
  private boolean disks;

  @Override
  public Integer call() throws IOException {
    Lab lab = option.open();
    return lab.alone(() -> down(lab));
  }

  private int down(Lab lab) throws IOException {
    lab.down();
    if (disks) {
      lab.discard();
    }
    System.out.println(
        disks
            ? "the lab, its disks and blobs are removed"
            : "the lab is down; disks and blobs are kept");
    return 0;
  }
}
