package dev.azurepatroni.lab.fault;

import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.host.ControlGroup;
import dev.azurepatroni.lab.host.Host;
import dev.azurepatroni.lab.network.FaultTable.Way;
import dev.azurepatroni.lab.network.PlatformAddress;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
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

  /** Stops the oldest process of a program. */
  public void freezeOldest(String program) throws IOException {
    processes(program).freezeOldest();
  }

  /** Stops everything on the host, and its link. */
  public void pause() throws IOException {
    cut(EnumSet.allOf(Way.class));
    running().freeze(true);
  }

  /** Lets it go on. */
  public void resume() throws IOException {
    ControlGroup group = lab.hosts().group(host.name());
    if (group.isAlive()) {
      group.freeze(false);
    }
    for (Way way : Way.values()) {
      lab.faults().heal(host.address(), way);
    }
  }

  /**
   * Limits the processors.
   *
   * @param percent of one core
   */
  public void starve(int percent) throws IOException {
    running().starve(percent);
  }

  /** Gives it the processors of its size again. */
  public void feed() throws IOException {
    lab.hosts().limit(host);
  }

  /** Drops a share of the packets to and from the host. */
  public void lose(int percent) throws IOException {
    lab.faults().lose(host.address(), percent);
  }

  /** Delays what leaves the host. */
  public void delay(int millis) throws IOException {
    running();
    link().delay(millis);
  }

  /** Accepts connections to a port and drops all data to it. */
  public void silence(int port) throws IOException {
    running();
    link().silence(port);
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

  /** Drops what passes between the host and a service of the platform. */
  public void cut(PlatformAddress service) throws IOException {
    lab.faults().cut(host.address(), service.address());
  }

  /** Fills a data disk. */
  public void fill(int lun) throws IOException {
    disk(lun).fill();
  }

  /** Limits the writes per second of a data disk. */
  public void slow(int lun, int iops) throws IOException {
    disk(lun).slow(iops);
  }

  /** Lets no write reach a data disk. */
  public void stall(int lun) throws IOException {
    disk(lun).stall();
  }

  /** Lets no write reach the system disk. */
  public void stallSystem() throws IOException {
    running().stallWrites(DiskFaults.systemDevice(lab.folder().hosts()), true);
  }

  /**
   * Clears faults of some hosts. A host that is off has only those that outlast its power.
   *
   * @param kinds that are cleared
   */
  public static void clear(Lab lab, List<Host> hosts, List<HostFault> kinds) throws IOException {
    for (Host host : hosts) {
      boolean running = lab.hosts().isRunning(host.name());
      for (HostFault kind : kinds) {
        if (running || kind.outlastsPower()) {
          new HostFaults(lab, host).clear(kind);
        }
      }
    }
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
      case PAUSE -> resume();
      case STARVE -> feed();
      case CUT -> heal();
      case LOSE -> lab.faults().loseNone(host.address());
      case DELAY -> link().hasten();
      case SILENCE -> link().unsilence();
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
      case STALL -> {
        for (int lun : host.disks().keySet()) {
          disk(lun).unstall();
        }
        running().stallWrites(DiskFaults.systemDevice(lab.folder().hosts()), false);
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
    for (PlatformAddress service : PlatformAddress.services()) {
      lab.faults().heal(host.address(), service.address());
    }
  }

  private ProcessFaults processes(String program) throws IOException {
    return new ProcessFaults(running(), program);
  }

  /** Its processes; it has to be on. */
  private ControlGroup running() throws IOException {
    if (!lab.hosts().isRunning(host.name())) {
      throw new IOException("%1$s is off: bin/lab start %1$s".formatted(host.name()));
    }
    return lab.hosts().group(host.name());
  }

  private LinkFaults link() {
    return new LinkFaults(lab.names().host(host.name()), lab.delaying(host.name()), lab.delayer());
  }

  private DiskFaults disk(int lun) throws IOException {
    return DiskFaults.of(lab.hosts(), lab.disks(), host, lun);
  }
}
