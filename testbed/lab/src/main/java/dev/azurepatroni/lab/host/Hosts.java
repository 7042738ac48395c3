package dev.azurepatroni.lab.host;

import dev.azurepatroni.lab.network.FaultTable;
import dev.azurepatroni.lab.network.Interface;
import dev.azurepatroni.lab.network.Names;
import dev.azurepatroni.lab.network.NamespaceSetup;
import dev.azurepatroni.lab.shell.CommandFailedException;
import dev.azurepatroni.lab.shell.Pause;
import dev.azurepatroni.lab.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The hosts' power: on, off, and lost. Everything may be called again. */
public final class Hosts {
  private static final Duration SHUTDOWN = Duration.ofMinutes(2);
  private static final String CONSOLE = "console.log";

  private final Path folder;
  private final Path launcher;
  private final Names names;
  private final ControlGroups groups;
  private final DiskImages disks;
  private final NamespaceSetup namespaces;
  private final FaultTable faults;

  /**
   * The hosts of a lab.
   *
   * @param folder where their system disks are
   * @param launcher the script that boots one
   * @param disks their data disks
   */
  public Hosts(Path folder, Path launcher, Names names, ControlGroups groups, DiskImages disks) {
    this.folder = folder;
    this.launcher = launcher;
    this.names = names;
    this.groups = groups;
    this.disks = disks;
    this.namespaces = new NamespaceSetup(names);
    this.faults = new FaultTable(names);
  }

  /**
   * Throws away what is left of hosts that are not wanted any more, or were replaced, and powers
   * off those that an apply has restarted since they were switched on.
   */
  public void follow(List<Host> hosts) throws IOException {
    for (String name : known()) {
      Optional<Host> deployed = hosts.stream().filter(host -> host.name().equals(name)).findFirst();
      if (deployed.isEmpty() || !system(name).isOf(deployed.get())) {
        destroy(name);
      } else if (isRunning(name) && system(name).restarts() != deployed.get().restarts()) {
        powerOff(deployed.get());
      }
    }
  }

  private List<String> known() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private SystemDisk system(String host) {
    return new SystemDisk(folder.resolve(host));
  }

  private void destroy(String name) throws IOException {
    ControlGroup group = group(name);
    group.kill();
    group.remove();
    namespaces.detach(name);
    system(name).delete();
  }

  /**
   * Switches a host on.
   *
   * @param image what a new machine starts from
   */
  public void start(Host host, Path image) throws IOException {
    ControlGroup group = group(host.name());
    if (group.isAlive()) {
      if (!group.isFrozen()) {
        // It is not silenced yet if its start was interrupted.
        heard(host);
        plug(host);
        return;
      }
      // A stop was interrupted.
      dead(host, group);
    }
    SystemDisk system = system(host.name());
    system.make(host, image);
    system.restarted(host);
    namespaces.attach(host.name(), host.interfaces());
    group.remove();
    groups.prepare(names.lab());
    group.create();
    limit(host);
    List<String> command = group.joining(command(host, system));
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(system.folder().resolve(CONSOLE).toFile()))
            .start();
    awaitFirst(host, group, process);
    heard(host);
  }

  /** Bounds a host to its size, as far as the machine has so much. */
  public void limit(Host host) throws IOException {
    int cores = Runtime.getRuntime().availableProcessors();
    group(host.name()).limit(host.size().memoryGib(), Math.min(host.size().vcpus(), cores));
  }

  private List<String> command(Host host, SystemDisk system) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(launcher.toString(), host.name(), system.image().toString()));
    command.addAll(List.of(system.folder().toString(), "/run/netns/" + names.host(host.name())));
    for (Map.Entry<Integer, Disk> disk : host.disks().entrySet()) {
      String device = disks.attach(disk.getValue());
      devices(disk.getKey()).forEach(there -> command.add("--bind=%s:%s".formatted(device, there)));
    }
    return command;
  }

  /** Where a host sees a disk. */
  private static List<String> devices(int lun) {
    // The rule of remote NVMe disks: namespace id = LUN + 2.
    return List.of("/dev/nvme0n" + (lun + 2), "/dev/disk/azure/data/by-lun/" + lun);
  }

  /** Shows a host that is on the disks that were attached since. */
  private void plug(Host host) throws IOException {
    for (Map.Entry<Integer, Disk> disk : host.disks().entrySet()) {
      for (String device : devices(disk.getKey())) {
        Optional<Path> there = new Inside(this).file(host.name(), device);
        if (there.isPresent() && !Files.exists(there.get())) {
          Files.createDirectories(there.get().getParent());
          String[] number = number(disks.attach(disk.getValue())).split(":", -1);
          Shell.run("mknod", there.get().toString(), "b", number[0], number[1]);
        }
      }
    }
  }

  private static String number(String device) throws IOException {
    return Shell.run("lsblk", "--noheadings", "--nodeps", "--output", "MAJ:MIN", device).strip();
  }

  private void awaitFirst(Host host, ControlGroup group, Process process) throws IOException {
    while (group.first().isEmpty()) {
      if (!process.isAlive()) {
        throw new IOException(
            "%s did not start: %s".formatted(host.name(), lastLine(console(host.name()))));
      }
      Pause.of(50);
    }
  }

  private void heard(Host host) throws IOException {
    for (Interface nic : host.interfaces()) {
      faults.unsilence(nic.address());
    }
  }

  private void silenced(Host host) throws IOException {
    for (Interface nic : host.interfaces()) {
      faults.silence(nic.address());
    }
  }

  /** Shuts a host down as its power button does, and takes its power away after two minutes. */
  public void powerOff(Host host) throws IOException {
    ControlGroup group = group(host.name());
    Optional<Long> first = group.first();
    if (first.isPresent()) {
      // What systemd takes for `systemctl poweroff`; see systemd(1).
      Shell.run("kill", "--signal", "RTMIN+4", first.get().toString());
      Instant deadline = Instant.now().plus(SHUTDOWN);
      while (group.isAlive() && Instant.now().isBefore(deadline)) {
        Pause.of(50);
      }
    }
    dead(host, group);
  }

  /**
   * Takes hosts' power away, of all at the same time. Their network falls silent first, so that
   * their connections do not end for the other side; what their data disks were not asked to keep
   * is lost.
   */
  public void powerLoss(List<Host> lost) throws IOException {
    for (Host host : lost) {
      if (isRunning(host.name())) {
        silenced(host);
        group(host.name()).freeze(true);
      }
    }
    for (Host host : lost) {
      Optional<Long> first = group(host.name()).first();
      if (first.isPresent()) {
        forget(first.get());
      }
      dead(host, group(host.name()));
    }
  }

  /** Shuts file systems of data disks down without writing what is still in memory. */
  private static void forget(long first) throws IOException {
    Path root = Path.of("/proc/" + first + "/root");
    for (String line : Files.readAllLines(Path.of("/proc/" + first + "/mounts"))) {
      String[] mount = line.split(" ", -1);
      if (mount[2].equals("xfs")) {
        shutDown(root + mount[1]);
      }
    }
  }

  private static void shutDown(String mount) throws IOException {
    List<String> command = List.of("xfs_io", "-x", "-c", "shutdown", mount);
    Shell.Result done = Shell.attempt(command.toArray(String[]::new));
    // One that was shut down already cannot even be opened.
    if (done.status() != 0 && !done.error().contains("Input/output error")) {
      throw new CommandFailedException(command, done.status(), done.error());
    }
  }

  private void dead(Host host, ControlGroup group) throws IOException {
    silenced(host);
    group.kill();
    group.remove();
    // Sockets that the kernel still closes would notify the other ends.
    namespaces.detach(host.name());
    namespaces.attach(host.name(), host.interfaces());
  }

  /** Whether a host has power. */
  public boolean isRunning(String host) throws IOException {
    return group(host).isAlive();
  }

  /** The processes of a host. */
  public ControlGroup group(String host) {
    return groups.group(names.lab(), "host-" + host);
  }

  /** What a host wrote to its serial console. */
  public Path console(String host) {
    return folder.resolve(host).resolve(CONSOLE);
  }

  private static String lastLine(Path file) throws IOException {
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1).strip();
  }
}
