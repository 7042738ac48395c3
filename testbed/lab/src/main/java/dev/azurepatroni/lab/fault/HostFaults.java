package dev.azurepatroni.lab.fault;

import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.host.Host;
import dev.azurepatroni.lab.network.FaultTable.Way;
import java.io.IOException;
import java.util.Set;

/** Injects faults into one host of a lab and clears them. Every call may be repeated. */
public final class HostFaults {
  private final Lab lab;
  private final Host host;

  /** The faults of a host. */
  public HostFaults(Lab lab, Host host) {
    this.lab = lab;
    this.host = host;
  }

  /** Kills a program's oldest process. */
  public void kill(String program) throws IOException {
    processes(program).kill();
  }

  /** Stops all processes of a program. */
  public void freeze(String program) throws IOException {
    processes(program).freeze();
  }

  /** Drops what reaches the host, what leaves it, or both. */
  public void cut(Set<Way> ways) throws IOException {
    for (Way way : ways) {
      lab.faults().cut(host.address(), way);
    }
  }

  /**
   * Drops what passes between the host and another one.
   *
   * @throws IOException if it is the same host
   */
  public void cut(Host peer) throws IOException {
    if (peer.name().equals(host.name())) {
      throw new IOException("a host has no link to itself: name a host other than " + host.name());
    }
    lab.faults().cut(host.address(), peer.address());
  }

  /** Fills a data disk. */
  public void fill(int lun) throws IOException {
    disk(lun).fill();
  }

  /** Limits the writes per second of a data disk. */
  public void slow(int lun, int iops) throws IOException {
    disk(lun).slow(iops);
  }

  /**
   * Clears everything of a kind; without such a fault nothing happens.
   *
   * @throws IllegalArgumentException if faults of this kind do not last
   */
  public void clear(HostFault fault) throws IOException {
    switch (fault) {
      case KILL -> throw new IllegalArgumentException("systemd restarts what was killed");
      case FREEZE -> ProcessFaults.thawAll(lab.hosts().group(host.name()));
      case CUT -> heal();
      case FILL -> {
        for (int lun : host.disks().keySet()) {
          disk(lun).free();
        }
      }
      case SLOW -> {
        for (int lun : host.disks().keySet()) {
          disk(lun).unthrottle();
        }
      }
    }
  }

  private void heal() throws IOException {
    for (Way way : Way.values()) {
      lab.faults().heal(host.address(), way);
    }
    for (Host peer : lab.deployment().hosts()) {
      lab.faults().heal(host.address(), peer.address());
    }
  }

  private ProcessFaults processes(String program) throws IOException {
    if (!lab.hosts().isRunning(host.name())) {
      throw new IOException("%1$s is off: bin/lab start %1$s".formatted(host.name()));
    }
    return new ProcessFaults(lab.hosts().group(host.name()), program);
  }

  private DiskFaults disk(int lun) throws IOException {
    return DiskFaults.of(lab.hosts(), lab.disks(), host, lun);
  }
}
