package dev.azurepatroni.lab.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Kinds of faults that a person injects into a host by name. */
public enum HostFault {
  /** SIGKILL. */
  KILL(
      "sends SIGKILL to a program's oldest process, the parent of the others; systemd restarts it",
      "--process"),
  /** SIGSTOP. */
  FREEZE("sends SIGSTOP to all processes of a program, or to the oldest", "--process --oldest"),
  /** A virtual machine that is not scheduled. */
  PAUSE("freezes all of the host and drops its packets, as a live migration does", ""),
  /** Too little CPU. */
  STARVE("limits the host's CPU, in percent of one core", "--percent"),
  /** Lost packets. */
  CUT(
      "drops every packet to and from the host, in one direction only, or between it and a peer:"
          + " another host, metadata, vault, blob or mirror",
      "--in --out --peer"),
  /** Some lost packets. */
  LOSE("drops a share of the packets to and from the host", "--percent"),
  /** Late packets. */
  DELAY("delays every packet that leaves the host", "--millis"),
  /** A port whose server does not answer. */
  SILENCE("accepts connections to a TCP port of the host and drops all data to it", "--port"),
  /** No space. */
  FILL("fills a data disk to its last block", "--lun"),
  /** Slow writes. */
  SLOW("limits the writes per second of a data disk", "--lun --iops"),
  /** No writes. */
  STALL(
      "lets no write reach a data disk, or the system disk, which has etcd's data",
      "--lun --system");

  private final String description;
  private final String options;

  HostFault(String description, String options) {
    this.description = description;
    this.options = options;
  }

  /** {@return the name on the command line, for example {@code freeze}} */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return what it does, a predicate whose subject is the fault} */
  public String description() {
    return description;
  }

  /** {@return the options that it takes, for example {@code --process}} */
  public List<String> options() {
    return options.isEmpty() ? List.of() : List.of(options.split(" ", -1));
  }

  /** {@return those that last until they are cleared} */
  public static List<HostFault> clearable() {
    return Arrays.stream(values()).filter(fault -> fault != KILL).toList();
  }

  /** {@return whether it lasts although the host is off} */
  boolean outlastsPower() {
    return this == CUT || this == LOSE;
  }
}
