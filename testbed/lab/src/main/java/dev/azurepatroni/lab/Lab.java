package dev.azurepatroni.lab;

import dev.azurepatroni.lab.host.ControlGroup;
import dev.azurepatroni.lab.host.ControlGroups;
import dev.azurepatroni.lab.host.DiskImages;
import dev.azurepatroni.lab.host.Host;
import dev.azurepatroni.lab.host.Hosts;
import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.network.FaultTable;
import dev.azurepatroni.lab.network.Names;
import dev.azurepatroni.lab.network.NamespaceSetup;
import dev.azurepatroni.lab.platform.blob.BlobFaults;
import dev.azurepatroni.lab.shell.Shell;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** One lab: the parts of it, put together for the folder it lives in. */
public final class Lab {
  private static final String NETWORK = "network";
  private static final String HOST = "host-";
  private static final String DELAY = "delay-";

  private final LabFolder folder;
  private final Names names;
  private final ControlGroups groups;
  private final Programs programs;
  private final DiskImages disks;
  private final Hosts hosts;

  /** The lab of a folder. */
  public Lab(LabFolder folder, Programs programs) throws IOException {
    this.folder = folder;
    this.programs = programs;
    this.names = Names.of(folder.lab());
    this.groups = ControlGroups.find();
    this.disks = new DiskImages(folder.disks());
    this.hosts = new Hosts(folder.hosts(), programs.launcher(), names, groups, disks);
  }

  /** Where its things are. */
  public LabFolder folder() {
    return folder;
  }

  /** How its namespaces are called. */
  public Names names() {
    return names;
  }

  /** Its hosts' power. */
  public Hosts hosts() {
    return hosts;
  }

  /** Its hosts' data disks. */
  public DiskImages disks() {
    return disks;
  }

  /** The group of the process that delays a host's packets. */
  public ControlGroup delaying(String host) {
    return groups.group(names.lab(), DELAY + host);
  }

  /** The program that delays packets. */
  public Path delayer() {
    return programs.delayer();
  }

  /** What drops packets in its network. */
  public FaultTable faults() {
    return new FaultTable(names);
  }

  /** What is wrong with its blob service. */
  public BlobFaults blobFaults() {
    return new BlobFaults(folder.blobs());
  }

  /**
   * What was deployed.
   *
   * @throws IOException if nothing was, or not by the emulator
   */
  public LabDeployment deployment() throws IOException {
    return LabDeployment.of(inventory());
  }

  /** The same, as it lies on disk. */
  public Inventory inventory() throws IOException {
    if (!Files.isDirectory(folder.inventory())) {
      throw nothingDeployed();
    }
    return Inventory.read(folder.inventory());
  }

  private IOException nothingDeployed() {
    return new IOException(
        "nothing was deployed in %s: bin/emulator%s -- npx cdktf deploy lab --auto-approve"
            .formatted(folder.emulator(), folder.option()));
  }

  /**
   * A host by its name.
   *
   * @throws IOException if there is none; the message names those that there are
   */
  public Host host(String name) throws IOException {
    List<Host> all = deployment().hosts();
    return all.stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IOException(
                    UnknownWord.message("host", name, all.stream().map(Host::name).toList())));
  }

  /**
   * Looks that its network is there: without it no host can be.
   *
   * @throws IOException if it is not
   */
  public void beUp() throws IOException {
    if (!new NamespaceSetup(names).isThere()) {
      throw new IOException("the lab is not up: bin/lab up" + folder.option());
    }
  }

  /** Makes of the machine what was deployed; whatever runs already is left alone. */
  public void up(LabDeployment deployment, Artifacts artifacts) throws IOException {
    if (Files.exists(folder.discarded())) {
      discard();
    }
    groups.prepare(names.lab());
    hosts.follow(deployment.hosts());
    disks.follow(deployment.disks());
    new NamespaceSetup(names).create(deployment.network());
    NetworkDaemon.start(folder, names, groups.group(names.lab(), NETWORK), programs, artifacts);
    for (Host host : deployment.hosts()) {
      hosts.start(host, artifacts.image());
    }
  }

  /** Takes everything off the machine that runs or is mounted; files stay. */
  public void down() throws IOException {
    for (String part : groups.parts(names.lab())) {
      ControlGroup group = groups.group(names.lab(), part);
      group.kill();
      group.remove();
    }
    groups.remove(names.lab());
    new NamespaceSetup(names).remove();
    disks.detachAll();
    Files.deleteIfExists(folder.health());
    blobFaults().forget();
  }

  /**
   * Deletes all disks and blobs, after {@link #down}; interrupted, the next start goes on with it.
   */
  public void discard() throws IOException {
    // Half of them are worth nothing, and a host would boot from half a disk.
    Files.writeString(folder.discarded(), "");
    Shell.run(
        "rm",
        "--recursive",
        "--force",
        "--one-file-system",
        folder.hosts().toString(),
        folder.disks().toString(),
        folder.blobs().toString());
    Files.delete(folder.discarded());
  }

  /** Names of hosts that have processes on this machine, deployed or not. */
  public List<String> running() throws IOException {
    return groups.parts(names.lab()).stream()
        .filter(part -> part.startsWith(HOST))
        .map(line -> line.substring(HOST.length()))
        .toList();
  }

  /** What changes the lab. */
  public interface Change {
    /** Carries it out. */
    int carryOut() throws IOException;
  }

  /**
   * Carries a change out while no other one is under way.
   *
   * @throws IOException if one is
   */
  public int alone(Change change) throws IOException {
    if (!Files.isDirectory(folder.emulator()) && groups.parts(names.lab()).isEmpty()) {
      throw nothingDeployed();
    }
    Files.createDirectories(folder.lab());
    try (FileChannel channel =
        FileChannel.open(
            folder.lab().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (channel.tryLock() == null) {
        throw new IOException("another `lab up` or `lab down` is at work in " + folder.emulator());
      }
      return change.carryOut();
    }
  }
}
