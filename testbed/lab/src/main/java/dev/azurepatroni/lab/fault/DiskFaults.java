package dev.azurepatroni.lab.fault;

import dev.azurepatroni.lab.host.Disk;
import dev.azurepatroni.lab.host.DiskImages;
import dev.azurepatroni.lab.host.Host;
import dev.azurepatroni.lab.host.Hosts;
import dev.azurepatroni.lab.host.Inside;
import dev.azurepatroni.lab.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Faults of one data disk of a host that is on. */
public final class DiskFaults {
  private static final String BALLAST = ".lab-ballast";

  private final Hosts hosts;
  private final Host host;
  private final String number;

  private DiskFaults(Hosts hosts, Host host, String number) {
    this.hosts = hosts;
    this.host = host;
    this.number = number;
  }

  /**
   * The faults of the disk at a LUN.
   *
   * @throws IOException if the host has no disk there, or is off
   */
  public static DiskFaults of(Hosts hosts, DiskImages images, Host host, int lun)
      throws IOException {
    Disk disk = host.disks().get(lun);
    if (disk == null) {
      throw new IOException(
          "%s has no disk at LUN %d; it has %s"
              .formatted(
                  host.name(),
                  lun,
                  host.disks().isEmpty()
                      ? "none"
                      : host.disks().keySet().toString().replaceAll("[\\[\\]]", "")));
    }
    String device =
        images
            .device(disk.name())
            .orElseThrow(
                () -> new IOException("%1$s is off: bin/lab start %1$s".formatted(host.name())));
    return new DiskFaults(
        hosts, host, Shell.run("lsblk", "--noheadings", "--nodeps", "--output", "MAJ:MIN", device));
  }

  /**
   * The number of the device that system disks lie on, as {@code 254:0}: a whole disk, for the
   * kernel bounds no partition.
   *
   * @param folder of the system disks
   * @throws IOException if it lies on no device
   */
  static String systemDevice(Path folder) throws IOException {
    String number =
        Shell.run("findmnt", "--noheadings", "--output", "MAJ:MIN", "--target", folder.toString())
            .strip();
    Path device = Path.of("/sys/dev/block", number);
    if (!Files.exists(device)) {
      throw new IOException("%s is on no block device: use a folder on a disk".formatted(folder));
    }
    return Files.exists(device.resolve("partition"))
        ? Files.readString(device.toRealPath().getParent().resolve("dev")).strip()
        : number;
  }

  /** Fills its file system to the last block. */
  public void fill() throws IOException {
    String file = mount() + "/" + BALLAST;
    // fallocate takes all or nothing, so it is asked for what there is, and for less until it fits.
    String script =
        """
        free=$(($(stat --file-system --format '%%a * %%S' %1$s) / 1024))
        while [ $free -gt 0 ] && ! fallocate --length ${free}KiB %2$s 2> /dev/null; do free=$((free - free / 64 - 1)); done
        dd if=/dev/zero bs=4k of=%2$s oflag=append conv=notrunc 2> /dev/null || true
        sync --file-system %1$s || true
        """
            .formatted(mount(), file);
    Shell.run(new Inside(hosts).command(host.name(), "bash", "-c", script));
  }

  /** Deletes what {@link #fill} wrote. */
  public void free() throws IOException {
    Shell.run(new Inside(hosts).command(host.name(), "rm", "--force", mount() + "/" + BALLAST));
  }

  /** Limits its writes a second. */
  public void slow(int iops) throws IOException {
    hosts.group(host.name()).limitWrites(number, iops);
  }

  /** Removes the limit. */
  public void unthrottle() throws IOException {
    hosts.group(host.name()).limitWrites(number, 0);
  }

  /** Lets no write reach it. */
  public void stall() throws IOException {
    hosts.group(host.name()).stallWrites(number, true);
  }

  /** Lets writes reach it again. */
  public void unstall() throws IOException {
    hosts.group(host.name()).stallWrites(number, false);
  }

  private String mount() throws IOException {
    Path mounts =
        new Inside(hosts)
            .file(host.name(), "")
            .map(root -> root.resolveSibling("mountinfo"))
            .orElseThrow(
                () -> new IOException(host.name() + " is off: bin/lab start " + host.name()));
    return Files.readAllLines(mounts).stream()
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields[2].equals(number))
        .map(fields -> fields[4])
        .filter(path -> !path.startsWith("/dev/"))
        .findFirst()
        .orElseThrow(() -> new IOException("the disk is not mounted on " + host.name()));
  }
}
